#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "mirror/mirror.hpp"
#include "model/rows.hpp"
#include "storage/database.hpp"

namespace stayd::house {

/// One row of a list from its document, as `Mirror::document` writes it; `language` is the
/// enterprise's. No row when it cannot be read. The PMS's JSON is known to `mews` alone, so `app`
/// brings the reader.
using ReadDocument = std::function<model::Rows(model::List list, std::string_view document,
                                               std::string_view language)>;

/// Takes a copy of the house back in time, for questions about what was. What the PMS changed goes
/// by the audit, which holds what each row was before; what staff did, by the journal of changes;
/// and what happened before the box knew the house, by the times the PMS itself keeps (created,
/// canceled, checked in and out). Not brought back: documents and companions that staff removed,
/// what was never changed while the box looked, and what the PMS computes from others.
class Past {
  public:
    /// The copy of a database that nobody else uses. It will be asked to go back to `earliest`.
    Past(storage::Database& copy, ReadDocument read, UtcTime earliest);

    /// Only ever backwards.
    void back_to(UtcTime moment);
    /// From here on all that changed is known. (The first start was before the PMS told the time.)
    UtcTime known_since();

  private:
    void note_what_to_undo(UtcTime earliest);
    void undo_audited(std::int64_t seq, UtcTime moment);
    void put_back(model::List list, std::string_view document, UtcTime moment);
    void begin_day(UtcTime moment);

    storage::Database& database_;
    mirror::Mirror mirror_;
    ReadDocument read_;
    std::string language_;
};

}  // namespace stayd::house
