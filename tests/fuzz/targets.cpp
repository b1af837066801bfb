#include "tests/fuzz/targets.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "mews/answers.hpp"
#include "mews/card_numbers.hpp"
#include "mirror/mirror.hpp"

namespace stayd::fuzz {
namespace {

[[noreturn]] void give_up(const char* why) {
    std::fprintf(stderr, "fuzz: %s\n", why);
    std::abort();
}

bool holds_a_card(std::string_view text) {
    std::string scratch;
    // Whose number is an identifier by documentation, only an issuer's is one.
    return mews::without_cards(text, "Number", scratch) != text;
}

/// What a reader gives must hold together: cells inside their page, `rest` an object, and nothing
/// that is still a card's number.
void look_at(const mews::ListPage& page) {
    if (page.rows.size() + page.unreadable != page.row_count) give_up("rows are miscounted");
    for (std::size_t at = 0; at < page.rows.size(); ++at) {
        const auto row = page.rows[at];
        const auto rest = row.rest();
        if (rest.size() < 2 || rest.front() != '{' || rest.back() != '}')
            give_up("rest is no object");
        // Of nested texts the column's own name is not known here: only what an issuer numbers.
        if (rest.find('\\') == rest.npos && holds_a_card(rest))
            give_up("a card's number is in rest");
        for (std::size_t column = 0; column < page.rows.entry().columns.size(); ++column) {
            const auto cell = row.cell(column);
            if (cell.kind() == model::Cell::Kind::text && holds_a_card(cell.bytes()))
                give_up("a card's number is in a column");
        }
    }
}

void read_page(Bytes input) {
    if (input.empty()) return;
    mews::ListRequest request{.list = static_cast<model::List>(
                                  static_cast<unsigned char>(input.front()) % model::list_count)};
    request.parents = {Uuid{}};
    const auto page = mews::read_page(request, std::string{input.substr(1)}, "en-GB");
    if (page) look_at(*page);
}

void read_configuration(Bytes input) {
    const auto configuration = mews::read_configuration(std::string{input});
    if (configuration && configuration->rows.size() != 1) give_up("a configuration without a row");
}

void read_event(Bytes input) {
    const auto events = mews::parse_events(input);
    if (events && events->size() > input.size()) give_up("more events than bytes");
}

void read_error(Bytes input) {
    const auto body = mews::read_error_body(std::string{input});
    if (holds_a_card(body.message)) give_up("a card's number is in an error");
}

void read_receipt(Bytes input) {
    for (const mews::Write& write : {mews::Write{mews::AddTask{}}, mews::Write{mews::AddProduct{}},
                                     mews::Write{mews::AddMessage{}}})
        (void)mews::read_receipt(write, std::string{input});
}

void mask_card_numbers(Bytes input) {
    std::string scratch;
    std::string again;
    const std::string once{mews::without_cards(input, "", scratch)};
    if (mews::without_cards(once, "", again) != once) give_up("masking has to be done twice");
}

constexpr Target all[] = {
    {"page", read_page},       {"configuration", read_configuration},
    {"event", read_event},     {"error", read_error},
    {"receipt", read_receipt}, {"card_numbers", mask_card_numbers},
};

}  // namespace

std::span<const Target> targets() {
    return all;
}

}  // namespace stayd::fuzz
