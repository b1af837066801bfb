#include "app/config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "app/config_values.hpp"
#include "app/secret_reader.hpp"
#include "base/toml_reader.hpp"
#include "insight/completeness_files.hpp"

namespace stayd::app {
namespace {

using enum Presence;

/// The configuration while it is read.
struct Draft {
    Config config;
    Secret client_token;
    Secret access_token;
    Secret broker_password;
};

bool read_text(const toml::node& node, std::string& into) {
    const auto text = node.value_exact<std::string>();
    if (!text) return false;
    into = *text;
    return true;
}

bool read_bool(const toml::node& node, bool& into) {
    const auto is_so = node.value_exact<bool>();
    into = is_so.value_or(false);
    return is_so.has_value();
}

bool read_path(const toml::node& node, std::filesystem::path& into) {
    std::string text;
    if (!read_text(node, text) || text.empty()) return false;
    into = text;
    return true;
}

/// A whole number of seconds.
template <std::int64_t least, std::int64_t most>
bool read_seconds(const toml::node& node, Duration& into) {
    const auto seconds = node.value_exact<std::int64_t>();
    if (!seconds || *seconds < least || *seconds > most) return false;
    into = std::chrono::seconds{*seconds};
    return true;
}

bool keep_text(const toml::node& node, const toml::node*& where) {
    where = &node;
    return node.is_string();
}

bool keep_path(const toml::node& node, const toml::node*& where) {
    where = &node;
    return node.is_string() && !node.as_string()->get().empty();
}

using DraftKey = Key<Draft>;
using Node = toml::node;

constexpr DraftKey property_keys[] = {
    {"name", required, "a short name of a-z, 0-9 and dashes, such as \"city-hotel\"",
     [](const Node& node, Draft& draft) {
         return read_text(node, draft.config.property.name) && is_slug(draft.config.property.name);
     }},
};

/// The markets that are shipped: what is expected is told with all of them.
const std::vector<std::string>& markets() {
    static const auto codes = insight::known_markets();
    return codes;
}
std::string_view a_market() {
    static const auto text = fmt::format("one of {}", fmt::join(markets(), ", "));
    return text;
}

std::span<const DraftKey> hotel_keys() {
    static const DraftKey keys[] = {
        {"market", optional, a_market(),
         [](const Node& node, Draft& draft) {
             std::string& market = draft.config.hotel.market;
             return read_text(node, market) &&
                    std::ranges::find(markets(), market) != markets().end();
         }},
        {"city_tax", optional, "true or false",
         [](const Node& node, Draft& draft) {
             return read_bool(node, draft.config.hotel.city_tax);
         }},
        {"eco_programme", optional, "true or false",
         [](const Node& node, Draft& draft) {
             return read_bool(node, draft.config.hotel.eco_programme);
         }},
        {"credit_limit", optional, "a sum from 0 to 1000000, such as 500 or 250.50",
         [](const Node& node, Draft& draft) {
             const auto sum = node.is_number() ? node.value<double>() : std::nullopt;
             if (!sum || !(*sum >= 0 && *sum <= 1'000'000)) return false;
             draft.config.hotel.credit_limit_millionths = std::llround(*sum * 1'000'000);
             return true;
         }},
    };
    return keys;
}

constexpr DraftKey pms_keys[] = {
    {"address", required,
     "an address such as \"https://api.mews.com\" (plain http:// only for this machine)",
     [](const Node& node, Draft& draft) {
         std::string& address = draft.config.pms.address;
         return read_text(node, address) && is_server_address(address, "https", "http");
     }},
    {"events_address", required,
     "an address such as \"wss://ws.mews.com\" (plain ws:// only for this machine), or \"\" for "
     "none",
     [](const Node& node, Draft& draft) {
         std::string& address = draft.config.pms.events_address;
         return read_text(node, address) &&
                (address.empty() || is_server_address(address, "wss", "ws"));
     }},
    {"client_token", optional, "a token",
     [](const Node& n, Draft& draft) { return keep_text(n, draft.client_token.here); }, true},
    {"client_token_file", optional, "the path of a file that holds the token",
     [](const Node& node, Draft& draft) { return keep_path(node, draft.client_token.file); }},
    {"access_token", optional, "a token",
     [](const Node& n, Draft& draft) { return keep_text(n, draft.access_token.here); }, true},
    {"access_token_file", optional, "the path of a file that holds the token",
     [](const Node& node, Draft& draft) { return keep_path(node, draft.access_token.file); }},
    {"poll_seconds_with_socket", optional, "a whole number from 1 to 3600",
     [](const Node& node, Draft& draft) {
         return read_seconds<1, 3600>(node, draft.config.pms.poll_with_socket);
     }},
    {"poll_seconds_without_socket", optional, "a whole number from 1 to 3600",
     [](const Node& node, Draft& draft) {
         return read_seconds<1, 3600>(node, draft.config.pms.poll_without_socket);
     }},
    {"overlap_seconds", optional, "a whole number from 0 to 86400",
     [](const Node& node, Draft& draft) {
         return read_seconds<0, 86400>(node, draft.config.pms.overlap);
     }},
    {"settle_seconds", optional, "a whole number from 0 to 86400",
     [](const Node& node, Draft& draft) {
         return read_seconds<0, 86400>(node, draft.config.pms.settle);
     }},
    {"budgets", optional, "a list such as [{calls = 160, seconds = 30}]",
     [](const Node& node, Draft&) {
         const auto* list = node.as_array();
         return list != nullptr && !list->empty() && list->is_homogeneous<toml::table>();
     }},
};

constexpr Key<Config::Pms::Budget> budget_keys[] = {
    {"calls", required, "a whole number from 1 to 100000",
     [](const Node& node, Config::Pms::Budget& budget) {
         const auto calls = node.value_exact<std::int64_t>();
         if (!calls || *calls < 1 || *calls > 100'000) return false;
         budget.calls = static_cast<int>(*calls);
         return true;
     }},
    {"seconds", required, "a whole number from 1 to 86400",
     [](const Node& node, Config::Pms::Budget& budget) {
         return read_seconds<1, 86400>(node, budget.window);
     }},
};

constexpr DraftKey broker_keys[] = {
    {"uri", optional, "an address such as \"mqtt://127.0.0.1:1883\"",
     [](const Node& node, Draft& draft) {
         return read_text(node, draft.config.broker.uri) && is_broker_uri(draft.config.broker.uri);
     }},
    {"websocket_url", optional,
     "an address such as \"wss://box.example:9001/mqtt\", or \"\" for port 9001 of this host",
     [](const Node& node, Draft& draft) {
         std::string url;
         if (!read_text(node, url)) return false;
         if (url.empty()) return true;
         draft.config.broker.websocket_url = url;
         return is_browser_socket(url);
     }},
    {"username", optional, "a text",
     [](const Node& node, Draft& draft) { return read_text(node, draft.config.broker.username); }},
    {"password", optional, "a text",
     [](const Node& n, Draft& draft) { return keep_text(n, draft.broker_password.here); }, true},
    {"password_file", optional, "the path of a file that holds the password",
     [](const Node& node, Draft& draft) { return keep_path(node, draft.broker_password.file); }},
};

constexpr DraftKey http_keys[] = {
    {"listen", optional, "an address and a port such as \"127.0.0.1:8080\" or \"[::1]:8080\"",
     [](const Node& node, Draft& draft) {
         std::string text;
         if (!read_text(node, text)) return false;
         const auto listen = parse_listen(text);
         if (!listen) return false;
         draft.config.http.address = listen->address;
         draft.config.http.port = listen->port;
         return true;
     }},
    {"web_dir", optional, "the path of a folder",
     [](const Node& node, Draft& draft) { return read_path(node, draft.config.http.web_dir); }},
    {"open_profiles", optional, "true or false",
     [](const Node& node, Draft& draft) {
         return read_bool(node, draft.config.http.open_profiles);
     }},
};

constexpr DraftKey storage_keys[] = {
    {"directory", optional, "the path of a folder",
     [](const Node& node, Draft& draft) {
         return read_path(node, draft.config.storage.directory);
     }},
    {"backup_directory", optional, "the path of a folder",
     [](const Node& node, Draft& draft) {
         return read_path(node, draft.config.storage.backup_directory);
     }},
    {"backup_at", optional, "a time of day such as \"03:30\"",
     [](const Node& node, Draft& draft) {
         std::string text;
         if (!read_text(node, text)) return false;
         const auto time = parse_time_of_day(text);
         if (time) draft.config.storage.backup_at = *time;
         return time.has_value();
     }},
    {"ballast_megabytes", optional, "a whole number from 0 to 1024",
     [](const Node& node, Draft& draft) {
         const auto megabytes = node.value_exact<std::int64_t>();
         if (!megabytes || *megabytes < 0 || *megabytes > 1024) return false;
         draft.config.storage.ballast_bytes = static_cast<std::uint64_t>(*megabytes) << 20;
         return true;
     }},
};

constexpr DraftKey control_keys[] = {
    {"socket", optional, "the path of a socket",
     [](const Node& node, Draft& draft) { return read_path(node, draft.config.control.socket); }},
};

constexpr DraftKey rules_keys[] = {
    {"directory", optional, "a path",
     [](const Node& node, Draft& draft) { return read_path(node, draft.config.rules.directory); }},
};

constexpr DraftKey log_keys[] = {
    {"level", optional, "\"debug\", \"info\", \"warning\" or \"error\"",
     [](const Node& node, Draft& draft) {
         std::string& level = draft.config.log.level;
         return read_text(node, level) &&
                (level == "debug" || level == "info" || level == "warning" || level == "error");
     }},
};

struct Section {
    std::string_view name;
    std::span<const DraftKey> keys;
};
std::span<const Section> sections() {
    static const Section all[] = {
        {"property", property_keys}, {"hotel", hotel_keys()}, {"pms", pms_keys},
        {"broker", broker_keys},     {"http", http_keys},     {"storage", storage_keys},
        {"control", control_keys},   {"rules", rules_keys},   {"log", log_keys},
    };
    return all;
}

void read_sections(const toml::table& root, Draft& draft, Mistakes& mistakes) {
    std::vector<std::string_view> known;
    const toml::table absent;
    for (const auto& [name, keys] : sections()) {
        known.push_back(name);
        const Node* node = root.get(name);
        if (node != nullptr && !node->is_table()) {
            mistakes.expected(node->source().begin, name, fmt::format("a section [{}]", name),
                              describe(*node));
        } else {
            read_table<Draft>(node ? *node->as_table() : absent, name, keys, draft, mistakes);
        }
    }
    for (const auto& [name, node] : root) {
        if (std::ranges::find(known, name.str()) != known.end()) continue;
        mistakes.add(name.source().begin, name.str(),
                     "unknown section; " + suggest(name.str(), known));
    }
}

void read_budgets(const toml::table& root, Draft& draft, Mistakes& mistakes) {
    const auto* list = root["pms"]["budgets"].as_array();
    if (list == nullptr || list->empty() || !list->is_homogeneous<toml::table>()) return;
    draft.config.pms.budgets.clear();
    for (std::size_t i = 0; i < list->size(); ++i) {
        Config::Pms::Budget budget{};
        const std::string path = fmt::format("pms.budgets[{}]", i);
        read_table<Config::Pms::Budget>(*list->get(i)->as_table(), path, budget_keys, budget,
                                        mistakes);
        draft.config.pms.budgets.push_back(budget);
    }
}

}  // namespace

std::expected<Config, std::vector<std::string>> read_config(const std::filesystem::path& file,
                                                            const CredentialReader& credential) {
    const auto text = read_file(file);
    if (!text)
        return std::unexpected(
            std::vector{fmt::format("{}: cannot be read: {}", file.string(), text.error())});
    Mistakes mistakes{file.string()};
    toml::table root;
    try {
        root = toml::parse(*text);
    } catch (const toml::parse_error& error) {
        mistakes.add(error.source().begin, "not TOML", error.description());
        return std::unexpected(mistakes.lines());
    }
    Draft draft;
    read_sections(root, draft, mistakes);
    read_budgets(root, draft, mistakes);
    const auto* pms = root["pms"].as_table();
    const auto section = pms ? pms->source().begin : toml::source_position{1, 1};
    SecretReader secrets{file, credential, mistakes};
    Config& config = draft.config;
    secrets.read_token(draft.client_token, "pms.client_token", "mews-client-token", section,
                       config.pms.client_token);
    secrets.read_token(draft.access_token, "pms.access_token", "mews-access-token", section,
                       config.pms.access_token);
    secrets.read_password(draft.broker_password, "broker.password", config.broker.password);
    if (auto lines = mistakes.lines(); !lines.empty()) return std::unexpected(std::move(lines));
    return std::move(config);
}

}  // namespace stayd::app
