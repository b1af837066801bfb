#include "tests/simulation/coverage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <istream>
#include <ostream>

namespace stayd::sim {

using journal::Kind;
using journal::Stage;
using journal::WriteClass;

namespace {

constexpr Stage stages[] = {Stage::ready,    Stage::in_flight, Stage::unknown, Stage::confirmed,
                            Stage::box_only, Stage::replaced,  Stage::refused};
constexpr std::size_t named = 6;  // of troubles in one line

}  // namespace

bool is_outage(std::string_view trouble) {
    return trouble.starts_with("line ");
}

bool can_be(Kind kind, Stage stage, std::string_view trouble) {
    const auto write_class = journal::entry(kind).write_class;
    if (write_class == WriteClass::local) return stage == Stage::box_only;
    if (is_outage(trouble) && !journal::is_open(stage)) return false;
    if (stage == Stage::replaced) return write_class == WriteClass::set;
    return stage != Stage::box_only || kind == Kind::complete_task;
}

void Coverage::note(Kind kind, Stage stage, std::string_view trouble) {
    ++cells_[{kind, stage, std::string{trouble}}];
}

void Coverage::add(const Coverage& other) {
    for (const auto& [cell, times] : other.cells_) cells_[cell] += times;
}

bool Coverage::has(Kind kind, Stage stage, std::string_view trouble) const {
    return cells_.contains({kind, stage, std::string{trouble}});
}

std::vector<Coverage::Place> Coverage::missing(std::string_view trouble) const {
    std::vector<Place> places;
    for (const auto& kind : journal::kinds()) {
        for (const auto stage : stages) {
            if (can_be(kind.kind, stage, trouble) && !has(kind.kind, stage, trouble))
                places.push_back({kind.kind, stage});
        }
    }
    return places;
}

double Coverage::part_missing(const std::string& trouble) const {
    const auto all = sum({trouble});
    return static_cast<double>(all.empty) / static_cast<double>(all.cells);
}

Coverage::Sum Coverage::sum(const std::set<std::string>& troubles) const {
    Sum sum;
    for (const auto& trouble : troubles) {
        for (const auto& kind : journal::kinds()) {
            for (const auto stage : stages)
                if (can_be(kind.kind, stage, trouble)) ++sum.by_stage[stage].first;
        }
        for (const auto& place : missing(trouble)) ++sum.by_stage[place.stage].second;
    }
    for (const auto& [stage, count] : sum.by_stage) {
        sum.cells += count.first;
        sum.empty += count.second;
    }
    return sum;
}

std::string Coverage::table(const std::set<std::string>& troubles) const {
    std::string table = "kind\tstage";
    for (const auto& trouble : troubles) table += "\t" + trouble;
    table += '\n';
    for (const auto& kind : journal::kinds()) {
        for (const auto stage : stages) {
            std::string line;
            bool can_ever_be = false;
            for (const auto& trouble : troubles) {
                const bool can = can_be(kind.kind, stage, trouble);
                const auto cell = cells_.find({kind.kind, stage, trouble});
                const auto times = cell == cells_.end() ? 0 : cell->second;
                line += can ? fmt::format("\t{}", times) : "\t-";
                can_ever_be = can_ever_be || can;
            }
            if (can_ever_be)
                table += fmt::format("{}\t{}{}\n", kind.word, journal::to_word(stage), line);
        }
    }
    return table;
}

std::string Coverage::holes(const std::set<std::string>& troubles) const {
    std::map<std::pair<Kind, Stage>, std::vector<std::string>> missing_in;
    for (const auto& trouble : troubles) {
        for (const auto& [kind, stage] : missing(trouble))
            missing_in[{kind, stage}].push_back(trouble);
    }
    std::string lines;
    for (const auto& [place, in] : missing_in) {
        const auto some = std::vector(
            in.begin(), in.begin() + static_cast<std::ptrdiff_t>(std::min(in.size(), named)));
        const auto more = in.size() > named ? fmt::format(" and {} more", in.size() - named) : "";
        lines += fmt::format("  never {} {} in: {}{}\n", journal::to_word(place.first),
                             journal::to_word(place.second), fmt::join(some, ", "), more);
    }
    return lines;
}

void Coverage::write(std::ostream& to) const {
    for (const auto& [cell, times] : cells_) {
        const auto& [kind, stage, trouble] = cell;
        to << static_cast<int>(kind) << ' ' << static_cast<int>(stage) << ' ' << times << ' '
           << trouble << '\n';
    }
}

void Coverage::read(std::istream& from) {
    int kind = 0;
    int stage = 0;
    int times = 0;
    std::string trouble;
    while (from >> kind >> stage >> times && from.ignore() && std::getline(from, trouble))
        cells_[{static_cast<Kind>(kind), static_cast<Stage>(stage), trouble}] += times;
}

}  // namespace stayd::sim
