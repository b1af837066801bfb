#include "http/metrics.hpp"

#include <fmt/format.h>

namespace stayd::http {
namespace {

class Text {
  public:
    void family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }
    template <class Number>
    void value(Number number, std::string_view labels = {}) {
        text_ += labels.empty() ? fmt::format("{} {}\n", name_, number)
                                : fmt::format("{}{{{}}} {}\n", name_, labels, number);
    }
    std::string take() { return std::move(text_); }

  private:
    std::string name_;
    std::string text_;
};

double seconds(Duration duration) {
    return static_cast<double>(duration.count()) / 1000;
}

std::string list_label(const house::StatusView::StreamView& followed) {
    return fmt::format("list=\"{}\"", followed.name());
}

void write_lists(Text& text, const house::StatusView& status, UtcTime now) {
    text.family("stayd_list_age_seconds", "gauge",
                "Time since all changes of the list were last in; absent before the first read.");
    for (const auto& followed : status.streams) {
        if (followed.stream.complete)
            text.value(seconds(now - *followed.stream.complete), list_label(followed));
    }
    text.family("stayd_list_rows", "gauge", "Rows of the list in the mirror.");
    for (const auto& followed : status.streams) text.value(followed.rows, list_label(followed));
    text.family("stayd_list_trouble", "gauge",
                "1 while the list cannot be read as it should; the cause is the label.");
    for (const auto& followed : status.streams) {
        if (followed.stream.trouble != mirror::Trouble::none)
            text.value(1, fmt::format("{},cause=\"{}\"", list_label(followed),
                                      to_text(followed.stream.trouble)));
    }
    text.family("stayd_list_late_rows_total", "counter",
                "Rows that became visible in Mews after the overlap of reads had passed.");
    for (const auto& followed : status.streams) {
        if (followed.stream.late > 0) text.value(followed.stream.late, list_label(followed));
    }
    text.family("stayd_list_sweep_differences", "gauge",
                "Rows the last comparison of the whole list found different from Mews.");
    for (const auto& followed : status.streams) {
        if (followed.stream.swept)
            text.value(followed.stream.sweep_differences, list_label(followed));
    }
    text.family("stayd_list_whole_read_percent", "gauge",
                "How far a read of the whole list has come; absent while there is none.");
    for (const auto& followed : status.streams) {
        if (followed.stream.scan) text.value(followed.percent, list_label(followed));
    }
}

void write_changes(Text& text, const journal::Balance& balance, UtcTime now) {
    text.family("stayd_changes", "gauge",
                "Changes of staff by where they stand; accepted, counted by itself, is the sum "
                "of the others.");
    text.value(balance.accepted, "stage=\"accepted\"");
    text.value(balance.confirmed, "stage=\"confirmed\"");
    text.value(balance.box_only, "stage=\"box_only\"");
    text.value(balance.replaced, "stage=\"replaced\"");
    text.value(balance.refused, "stage=\"refused\"");
    text.value(balance.waiting, "stage=\"waiting\"");
    text.family("stayd_oldest_waiting_change_seconds", "gauge",
                "Age of the oldest change that Mews does not have yet; 0 without one.");
    text.value(balance.oldest_waiting ? seconds(now - *balance.oldest_waiting) : 0.0);
}

void write_storage(Text& text, const StorageFacts& storage, UtcTime now) {
    text.family("stayd_disk_free_bytes", "gauge", "Free space where the database is.");
    text.value(storage.free_bytes);
    text.family("stayd_disk_ballast_held", "gauge",
                "1 while the space kept for a full disk is there.");
    text.value(storage.ballast == "held" ? 1 : 0);
    text.family("stayd_disk_full_seconds", "gauge",
                "Time since the disk became full; 0 while it is not.");
    text.value(storage.full_since ? seconds(now - *storage.full_since) : 0.0);
    text.family("stayd_journal_bytes", "gauge", "Size of the journal's files.");
    text.value(storage.journal_bytes);
    if (storage.backup) {
        text.family("stayd_backup_age_seconds", "gauge", "Age of the newest verified backup.");
        text.value(seconds(now - *storage.backup));
    }
    if (storage.recovered) {
        text.family("stayd_recovered_age_seconds", "gauge",
                    "Time since the database was put together again.");
        text.value(seconds(now - *storage.recovered));
    }
}

}  // namespace

std::string metrics(const house::StatusView& status, const CourierFacts& couriers, UtcTime now) {
    Text text;
    text.family("stayd_line_up", "gauge", "1 while Mews can be reached.");
    text.value(status.line == house::Line::up ? 1 : 0);
    if (status.last_contact) {
        text.family("stayd_last_contact_seconds", "gauge", "Time since Mews last answered.");
        text.value(seconds(now - *status.last_contact));
    }
    text.family("stayd_calls_used", "gauge", "Calls to Mews in the window of each budget.");
    for (const auto& budget : couriers.budgets)
        text.value(budget.used, fmt::format("window_seconds=\"{}\"", budget.window_seconds));
    text.family("stayd_calls_allowed", "gauge", "Calls each budget allows in its window.");
    for (const auto& budget : couriers.budgets)
        text.value(budget.calls, fmt::format("window_seconds=\"{}\"", budget.window_seconds));
    text.family("stayd_operations_resting", "gauge",
                "Operations of Mews that failed so often that they are not asked for a while.");
    text.value(couriers.operations_resting);
    text.family("stayd_event_socket_connected", "gauge", "1 while events of Mews come in.");
    text.value(couriers.event_socket_connected ? 1 : 0);
    text.family("stayd_broker_connected", "gauge", "1 while the MQTT broker is connected.");
    text.value(couriers.broker_connected ? 1 : 0);
    text.family("stayd_topics_unsent", "gauge", "Topics the broker does not have as they are.");
    text.value(couriers.topics_unsent);
    write_storage(text, couriers.storage, now);
    write_changes(text, status.balance, now);
    write_lists(text, status, now);
    return text.take();
}

}  // namespace stayd::http
