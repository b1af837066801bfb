#include "insight/people/contacts.hpp"

#include <algorithm>

#include "insight/people/names.hpp"
#include "insight/people/patterns.hpp"

namespace stayd::insight {
namespace {

// Lists of words stand between blanks, so that a whole one is found.
constexpr std::string_view countries =
    " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM"
    " BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX"
    " CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG"
    " GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR"
    " IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV"
    " LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE"
    " NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO"
    " RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF"
    " TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF"
    " WS XK YE YT ZA ZM ZW ";
/// Of ITU-T E.164, assigned ones.
constexpr std::string_view calling_codes =
    " 1 7 20 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232"
    " 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252"
    " 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 27 290 291 297"
    " 298 299 30 31 32 33 34 350 351 352 353 354 355 356 357 358 359 36 370 371 372"
    " 373 374 375 376 377 378 379 380 381 382 383 385 386 387 389 39 40 41 420 421 423"
    " 43 44 45 46 47 48 49 500 501 502 503 504 505 506 507 508 509 51 52 53 54 55 56"
    " 57 58 590 591 592 593 594 595 596 597 598 599 60 61 62 63 64 65 66 670 672 673"
    " 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 800 808"
    " 81 82 84 850 852 853 855 856 86 870 878 880 881 882 883 886 888 90 91 92 93 94"
    " 95 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 98"
    " 992 993 994 995 996 998 ";
constexpr std::string_view of_several_languages =
    " AF AE BE BO CA CH CM CY ER FI FJ HK IE IL IN KE KZ LU LK MA MG MT MU MY NG NZ PE PH PK PY RW "
    "SG TZ "
    "UA UG VU ZA ZW ";
constexpr std::string_view alias_domains =
    " guest.booking.com property.booking.com m.expediapartnercentral.com "
    "expediapartnercentral.com agoda-messaging.com guest.airbnb.com reply.airbnb.com "
    "guest.trip.com messages.homeaway.com ";
constexpr std::string_view functions_of_mail =
    " info reservations reservation booking bookings sales office reception contact admin travel "
    "groups noreply no-reply ";

bool stands_in(std::string_view words, std::string_view word) {
    return !word.empty() && word.find(' ') == std::string_view::npos &&
           words.find(" " + std::string{word} + " ") != std::string_view::npos;
}

struct PostalCode {
    std::string_view country;
    std::string_view pattern;  ///< of the plain code
};
constexpr PostalCode postal_codes[] = {
    {"AT", "9999"},    {"AU", "9999"},    {"BE", "9999"},     {"BG", "9999"},    {"BR", "99999999"},
    {"CA", "A9A9A9"},  {"CH", "9999"},    {"CY", "9999"},     {"CZ", "99999"},   {"DE", "99999"},
    {"DK", "9999"},    {"EE", "99999"},   {"ES", "99999"},    {"FI", "99999"},   {"FR", "99999"},
    {"GB", "A99AA"},   {"GB", "A999AA"},  {"GB", "AA99AA"},   {"GB", "AA999AA"}, {"GB", "A9A9AA"},
    {"GB", "AA9A9AA"}, {"GB", "GIR0AA"},  {"GR", "99999"},    {"HR", "99999"},   {"HU", "9999"},
    {"IE", "A99NNNN"}, {"IE", "A9ANNNN"}, {"IL", "9999999"},  {"IN", "999999"},  {"IT", "99999"},
    {"JP", "9999999"}, {"KR", "99999"},   {"LI", "9999"},     {"LU", "9999"},    {"MC", "99999"},
    {"MX", "99999"},   {"NL", "9999AA"},  {"NO", "9999"},     {"NZ", "9999"},    {"PL", "99999"},
    {"PT", "9999999"}, {"RO", "999999"},  {"SE", "99999"},    {"SI", "9999"},    {"SK", "99999"},
    {"TR", "99999"},   {"US", "99999"},   {"US", "999999999"}};

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
        return false;
    return std::ranges::all_of(label, [](unsigned char letter) {
        return letter >= 0x80 || std::isalnum(letter) != 0 || letter == '-';
    });
}

bool is_domain(std::string_view domain) {
    if (domain.size() > 253 || domain.find('.') == std::string_view::npos) return false;
    while (true) {
        const auto dot = domain.find('.');
        if (!is_label(domain.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return domain.size() >= 2;
        domain.remove_prefix(dot + 1);
    }
}

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.')
        return false;
    return local.find("..") == std::string_view::npos &&
           std::ranges::all_of(local, [](unsigned char letter) {
               return letter > 0x20 && letter != 0x7f &&
                      std::string_view{"()<>[]:;,\\\""}.find(static_cast<char>(letter)) ==
                          std::string_view::npos;
           });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool is_formatting(char letter) {
    return std::string_view{" ()-./"}.find(letter) != std::string_view::npos;
}

bool has_calling_code(std::string_view digits) {
    for (const std::size_t length : {1, 2, 3}) {
        if (stands_in(calling_codes, digits.substr(0, length))) return true;
    }
    return false;
}

}  // namespace

bool is_alias_email(std::string_view email) {
    const auto folded = fold(email);
    return stands_in(alias_domains, std::string_view{folded}.substr(folded.rfind('@') + 1));
}

int email_quality(std::string_view email, bool intermediary) {
    email = trimmed(email);
    const auto at = email.find('@');
    if (at == std::string_view::npos || email.rfind('@') != at) return 0;
    if (!is_local_part(email.substr(0, at)) || !is_domain(email.substr(at + 1))) return 0;
    if (intermediary || is_alias_email(email)) return 1;
    return stands_in(functions_of_mail, fold(email.substr(0, at))) ? 1 : 2;
}

std::string plain_phone(std::string_view phone) {
    phone = trimmed(phone);
    bool with_country = phone.starts_with('+');
    std::string digits;
    for (std::size_t at = with_country ? 1 : 0; at < phone.size(); ++at) {
        // "+49 (0) 170": the zero is only for calls inside the country.
        if (with_country && phone.substr(at).starts_with("(0)")) {
            at += 2;
        } else if (phone[at] >= '0' && phone[at] <= '9') {
            digits += phone[at];
        } else if (!is_formatting(phone[at])) {
            return {};
        }
    }
    if (!with_country && digits.starts_with("00")) {
        with_country = true;
        digits.erase(0, 2);
    }
    return (with_country ? "+" : "") + digits;
}

int phone_quality(std::string_view phone, std::string_view residence, std::string_view home) {
    const auto plain = plain_phone(phone);
    if (plain.starts_with('+')) {
        const auto digits = std::string_view{plain}.substr(1);
        return digits.size() >= 8 && digits.size() <= 15 && has_calling_code(digits) ? 2 : 0;
    }
    if (plain.size() < 8 || plain.size() > 15) return 0;
    return is_country(residence) || is_country(home) ? 1 : 0;
}

int postal_code_quality(std::string_view code, std::string_view country) {
    const auto plain = plain_code(code);
    if (plain.empty()) return 0;
    bool known = false;
    for (const auto& entry : postal_codes) {
        if (entry.country != country) continue;
        known = true;
        if (looks_like(plain, entry.pattern)) return 2;
    }
    return known ? 0 : 1;
}

bool is_country(std::string_view code) {
    return code.size() == 2 && stands_in(countries, code);
}

bool has_several_languages(std::string_view country) {
    return country.size() == 2 && stands_in(of_several_languages, country);
}

}  // namespace stayd::insight
