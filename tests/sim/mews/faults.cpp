#include "tests/sim/mews/faults.hpp"

#include <algorithm>

namespace stayd::sim {
namespace {

constexpr std::pair<Fault, std::string_view> faults[] = {
    {Fault::none, "none"},
    {Fault::refused, "refuse"},
    {Fault::hang, "hang"},
    {Fault::reset, "reset"},
    {Fault::answer_lost, "answer-lost"},
    {Fault::reset_in_answer, "reset-in-answer"},
    {Fault::truncated, "truncated"},
    {Fault::garbage, "garbage"},
    {Fault::drip, "drip"},
    {Fault::flood, "flood"},
};
constexpr std::pair<Garbage, std::string_view> kinds_of_garbage[] = {
    {Garbage::bytes, "bytes"},
    {Garbage::html, "html"},
    {Garbage::json, "json"},
};
constexpr std::pair<NoContent, std::string_view> no_contents[] = {
    {NoContent::never, "never"},
    {NoContent::when_preferred, "when-preferred"},
    {NoContent::always, "always"},
};
constexpr std::pair<SocketMode, std::string_view> socket_modes[] = {
    {SocketMode::open, "open"},
    {SocketMode::silent, "silent"},
    {SocketMode::closes, "close"},
    {SocketMode::refuses_401, "refuse-401"},
    {SocketMode::refuses_503, "refuse-503"},
};

template <class Word>
std::string_view text_of(Word word, Words<Word> words) {
    return std::ranges::find(words, word, &std::pair<Word, std::string_view>::first)->second;
}

}  // namespace

Words<Fault> fault_words() {
    return faults;
}
Words<Garbage> garbage_words() {
    return kinds_of_garbage;
}
Words<NoContent> no_content_words() {
    return no_contents;
}
Words<SocketMode> socket_mode_words() {
    return socket_modes;
}

std::string_view to_text(Fault fault) {
    return text_of(fault, fault_words());
}
std::string_view to_text(NoContent no_content) {
    return text_of(no_content, no_content_words());
}
std::string_view to_text(SocketMode mode) {
    return text_of(mode, socket_mode_words());
}

std::optional<Fault> fault_of(std::string_view word) {
    for (const auto& [fault, text] : faults) {
        if (text == word) return fault;
    }
    return std::nullopt;
}

bool is_acted_upon(Fault fault) {
    return fault != Fault::refused && fault != Fault::hang && fault != Fault::reset;
}

}  // namespace stayd::sim
