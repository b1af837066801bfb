#include "house/rule_log.hpp"

#include <algorithm>

#include "journal/sha256.hpp"
#include "rules/rule_file.hpp"

namespace stayd::house {
struct RuleLog::Known {
    std::string id;
    std::string text;
    std::string file;
};

Uuid uid_of_rule(std::string_view id) {
    return journal::id_made_of("rule " + std::string{id});
}

std::vector<rules::Source> RuleLog::edits() {
    std::vector<rules::Source> all;
    auto query = database_.statement("SELECT id, text FROM rule_edit WHERE text <> '' ORDER BY id");
    while (query.step())
        all.push_back({.file = "desk/" + query.text(0) + ".toml", .text = query.text(1)});
    return all;
}

void RuleLog::edit(const std::string& rule, const std::string& text, const std::string& by,
                   UtcTime now) {
    auto put = database_.statement(R"sql(
        INSERT INTO rule_edit (uid, id, text, made_by, made_utc_ms) VALUES (:uid, :id, :text, :by, :now)
        ON CONFLICT (uid) DO UPDATE SET text = excluded.text, made_by = excluded.made_by, made_utc_ms = excluded.made_utc_ms
    )sql");
    put.bind(":uid", uid_of_rule(rule)).bind(":id", rule).bind(":text", text);
    put.bind(":by", by).bind(":now", now).run();
}

std::vector<RuleLog::Known> RuleLog::known() {
    std::vector<Known> all;
    auto query = database_.statement("SELECT id, text, file FROM rule ORDER BY id");
    while (query.step())
        all.push_back({.id = query.text(0), .text = query.text(1), .file = query.text(2)});
    return all;
}

void RuleLog::note(const std::deque<rules::Rule>& loaded, const std::string& by, UtcTime now) {
    const auto before = known();
    const bool is_first = before.empty();
    for (const auto& rule : loaded) {
        const auto text = rules::to_toml(rule);
        const auto old = std::ranges::find(before, rule.id, &Known::id);
        if (old != before.end() && old->text == text && old->file == rule.place.file) continue;
        put(rule, text, by, now);
        if (old == before.end()) {
            if (!is_first) tell(rule.id, "RuleAdded", {}, text, by, now);
        } else if (old->text != text) {
            tell(rule.id, "RuleChanged", old->text, text, by, now);
        }
    }
    for (const auto& old : before) {
        if (std::ranges::find(loaded, old.id, &rules::Rule::id) != loaded.end()) continue;
        auto remove = database_.statement("DELETE FROM rule WHERE id = :id");
        remove.bind(":id", old.id).run();
        shown_.touch_rule(old.id, uid_of_rule(old.id));
        tell(old.id, "RuleRemoved", old.text, {}, by, now);
    }
}

void RuleLog::put(const rules::Rule& rule, const std::string& text, const std::string& by,
                  UtcTime now) {
    auto put = database_.statement(R"sql(
        INSERT INTO rule (id, uid, version, text, file, made_by, since_utc_ms)
        VALUES (:id, :uid, :version, :text, :file,
                coalesce((SELECT made_by FROM rule_edit WHERE uid = :uid AND text <> ''), :by),
                coalesce((SELECT made_utc_ms FROM rule_edit WHERE uid = :uid AND text <> ''), :now))
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, text = excluded.text,
            file = excluded.file, made_by = excluded.made_by, since_utc_ms = excluded.since_utc_ms
    )sql");
    put.bind(":id", rule.id).bind(":uid", uid_of_rule(rule.id));
    put.bind(":version", static_cast<std::int64_t>(rule.version));
    put.bind(":text", text).bind(":file", rule.place.file).bind(":by", by).bind(":now", now).run();
    shown_.touch_rule(rule.id, uid_of_rule(rule.id));
}

void RuleLog::tell(const std::string& id, const char* what, const std::string& before,
                   const std::string& after, const std::string& by, UtcTime now) {
    audit_.add({.at = now,
                .actor = by,
                .device = {},
                .kind = "Rule",
                .subject = uid_of_rule(id),
                .what = what,
                .before = before,
                .after = after,
                .rule = id});
}

}  // namespace stayd::house
