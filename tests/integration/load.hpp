#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/integration/box.hpp"
#include "tests/integration/staff.hpp"

namespace stayd::sim {

/// A busy hotel: staff who send whatever commands there are, some twice and some out of order, and
/// another user of the PMS who edits some of the same rooms. The dice say what comes next.
class Load {
  public:
    Load(const Box& box, Random& dice);

    /// One thing that one of them does.
    void act();
    /// Plans a few calls that go wrong, for whatever call comes next.
    void disturb_line();

    void disconnect();
    void connect();
    void repeat_unanswered();
    /// What was answered "not saved" as well.
    void repeat_unsaved();
    std::size_t unanswered();

    const std::vector<std::unique_ptr<Staff>>& staff() const { return staff_; }
    int repeats() const { return repeats_; }
    int disorders() const { return disorders_; }
    int others() const { return others_; }
    int faults() const { return faults_; }

  private:
    struct SentBy {
        Staff* staff;
        Uuid id;
    };

    Staff& anyone() { return *staff_[dice_.below(staff_.size())]; }
    template <class Range>
    const auto& one_of(const Range& range) {
        return range[dice_.below(std::size(range))];
    }
    v1::Command room_state();
    v1::Command new_task();
    v1::Command accept(const Uuid& task);
    v1::Command complete(const Uuid& task);
    v1::Command guest_waits();
    v1::Command check_in();
    v1::Command dismiss();
    Uuid send(v1::Command command);
    void repeat_one();
    void send_out_of_order();
    void edit_in_pms();

    const Box& box_;
    Random& dice_;
    std::vector<std::unique_ptr<Staff>> staff_;
    std::vector<std::string> rooms_;  ///< whose state is set
    std::vector<std::string> stays_;  ///< that may be checked in
    std::vector<Uuid> tasks_;
    std::vector<SentBy> sent_;
    int number_ = 0;
    int repeats_ = 0;
    int disorders_ = 0;
    int others_ = 0;
    int faults_ = 0;
};

}  // namespace stayd::sim
