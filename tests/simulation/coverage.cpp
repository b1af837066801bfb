#include "tests/simulation/coverage.hpp"

#include <fmt/format.h>

namespace stayd::sim {

using journal::Kind;
using journal::Stage;
using journal::WriteClass;

namespace {
constexpr Stage stages[] = {Stage::ready,    Stage::in_flight, Stage::unknown, Stage::confirmed,
                            Stage::box_only, Stage::replaced,  Stage::refused};
}

bool can_be(Kind kind, Stage stage) {
    const auto write_class = journal::entry(kind).write_class;
    if (write_class == WriteClass::local) return stage == Stage::box_only;
    if (stage == Stage::replaced) return write_class == WriteClass::set;
    return stage != Stage::box_only;
}

void Coverage::note(Kind kind, Stage stage, std::string_view trouble) {
    ++cells_[{kind, stage, std::string{trouble}}];
}

void Coverage::add(const Coverage& other) {
    for (const auto& [cell, times] : other.cells_) cells_[cell] += times;
}

Coverage::Sum Coverage::sum(const std::set<std::string>& troubles) const {
    Sum sum;
    for (const auto& kind : journal::kinds()) {
        for (const auto stage : stages) {
            if (!can_be(kind.kind, stage)) continue;
            for (const auto& trouble : troubles) {
                auto& [cells, empty] = sum.by_stage[stage];
                ++cells;
                if (!cells_.contains({kind.kind, stage, trouble})) ++empty;
            }
        }
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
            if (!can_be(kind.kind, stage)) continue;
            table += fmt::format("{}\t{}", kind.word, journal::to_word(stage));
            for (const auto& trouble : troubles) {
                const auto cell = cells_.find({kind.kind, stage, trouble});
                table += fmt::format("\t{}", cell == cells_.end() ? 0 : cell->second);
            }
            table += '\n';
        }
    }
    return table;
}

}  // namespace stayd::sim
