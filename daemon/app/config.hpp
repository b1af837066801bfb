#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace stayd::app {

/// stayd.toml as plain values. Every key but `property.name`, the PMS's addresses and its tokens
/// has a default.
struct Config {
    struct Property {
        std::string name;  ///< a slug: a-z, 0-9 and dashes; stands in every topic
    } property;
    struct Hotel {
        std::string market;     ///< whose law is asked, a code of completeness/markets.toml; empty:
                                ///< that of the country the PMS has, if it is known
        bool city_tax = false;  ///< guests owe one: whose bill lacks it is told (BL-06)
        bool eco_programme = false;  ///< who goes without cleaning is rewarded (U20)
        /// What a guest may owe before it is told (BL-03), in millionths of the hotel's currency.
        std::optional<std::int64_t> credit_limit_millionths{};
    } hotel;
    struct Pms {
        std::string address;         ///< https://api.mews.com; plain http:// only to this machine
        std::string events_address;  ///< wss://ws.mews.com; empty: no events, polling alone
        std::string client_token;
        std::string access_token;
        Duration poll_with_socket{45'000};
        Duration poll_without_socket{12'000};
        Duration overlap{360'000};
        Duration settle{120'000};
        struct Budget {
            int calls;
            Duration window;
        };
        std::vector<Budget> budgets{{160, Duration{30'000}}, {500, Duration{900'000}}};
    } pms;
    struct Broker {
        std::string uri = "mqtt://127.0.0.1:1883";
        std::string websocket_url =
            ":9001/mqtt";  ///< for browsers; without a host the page's own host is meant
        std::string username;
        std::string password;
    } broker;
    struct Http {
        std::string address = "127.0.0.1";
        std::uint16_t port = 8080;  ///< ignored when systemd hands a socket over
        std::filesystem::path web_dir = "/usr/share/stayd/web";
        bool open_profiles = false;  ///< whoever is on this network may open them: no desk is
                                     ///< enrolled yet
    } http;
    struct Storage {
        std::filesystem::path directory = "/var/lib/stayd";
        std::filesystem::path backup_directory;  ///< empty: `backup` in the directory
        Duration backup_at{12'600'000};          ///< after midnight, by the hotel's clock
        std::uint64_t ballast_bytes = 64ULL << 20;

        std::filesystem::path database() const { return directory / "hotel.db"; }
        std::filesystem::path tokens() const { return directory / "tokens"; }
        std::filesystem::path ballast() const { return directory / "ballast"; }
        std::filesystem::path journal() const { return directory / "journal"; }
        std::filesystem::path backups() const {
            return backup_directory.empty() ? directory / "backup" : backup_directory;
        }
    } storage;
    struct Control {
        std::filesystem::path socket = "/run/stayd/control.sock";
    } control;
    struct Rules {
        std::filesystem::path directory = "/etc/stayd/rules.d";  ///< the hotel's own, *.toml
    } rules;
    struct Log {
        std::string level = "info";  ///< debug, info, warning or error
    } log;
};

/// The secret systemd keeps for this unit under a name; nullopt when there is none.
using CredentialReader = std::function<std::optional<std::string>(const std::string& name)>;

/// Reads the file. Tokens come from `pms.client_token` and `pms.access_token`, or from the files
/// named by `…_token_file`, or from the credentials `mews-client-token` and `mews-access-token`.
/// The error is one line for each mistake, all of them, each naming file, line, column, key, what
/// was expected and what stood there.
std::expected<Config, std::vector<std::string>> read_config(const std::filesystem::path& file,
                                                            const CredentialReader& credential);

}  // namespace stayd::app
