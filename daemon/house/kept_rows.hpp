#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journal/audit.hpp"
#include "journal/segments.hpp"
#include "storage/database.hpp"

namespace stayd::house {

/// The rows that cannot be read from the PMS again: changes, the box's own tasks, guests who wait,
/// what staff recorded, rules they wrote, findings they decided about, and the audit of what they
/// did. Each transaction writes those it
/// touched to the journal's files before it is committed, whole, as it leaves them. So the files
/// are the database's redo log: what stands in them behind `journal_file.seq` is put over the rows
/// in order, and doing it twice is doing it once.
class KeptRows {
  public:
    /// Without segments nothing is written.
    KeptRows(storage::Database& database, journal::Segments* segments);

    /// The last act of a transaction; one sync when it touched such rows. Throws what the files
    /// throw.
    void write();
    /// Devices will be shown this epoch: it stands in the files before it is.
    void write_epoch(std::uint64_t epoch);
    /// The transaction was not committed after all.
    void take_back();

    /// All that is still of use is written as if it were touched.
    void touch_all_open();
    /// Begins new files with what is touched.
    void begin(std::uint64_t epoch);

    std::int64_t seq();  ///< of the last frame whose rows are in the database
    void set_seq(std::uint64_t seq);
    /// A row that came from the journal's files.
    struct Put {
        std::optional<Uuid> change{};  ///< when it is one
        std::optional<Uuid> task{};
        std::optional<Uuid> finding{};
        bool confirmed = false;  ///< the change, and it was not before
    };
    /// Puts one row over what is there.
    Put put(const std::string& payload);
    void forget_touched();

  private:
    struct Table {
        std::string name;
        std::string key;                    ///< the column that says which row it is
        std::vector<std::string> columns;   ///< that are kept
        std::map<std::string, bool> is_id;  ///< by column: holds the bytes of an id
        std::string select;
    };
    std::vector<journal::Entry> touched();
    Put put_row(const Table& table, const boost::json::object& frame);
    const std::string& insert_of(const Table& table, const std::vector<std::string>& columns);

    storage::Database& database_;
    journal::Segments* segments_;
    journal::Audit audit_;
    std::vector<Table> tables_;
    std::map<std::string, std::string> inserts_;
    std::optional<std::uint64_t> epoch_to_write_;
    bool written_ = false;  ///< by the transaction under way
};

}  // namespace stayd::house
