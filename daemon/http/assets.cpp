#include "http/assets.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

namespace stayd::http {
namespace {

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw std::runtime_error(fmt::format("cannot read {}", file.string()));
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string_view view(const boost::json::value& value) {
    const auto& text = value.as_string();
    return {text.data(), text.size()};
}

bool accepts(const std::string& accepted, const std::string& encoding) {
    if (encoding.empty()) return true;
    const auto at = accepted.find(encoding);
    if (at == std::string::npos) return false;
    const auto rest = accepted.substr(at + encoding.size(), 6);
    return !rest.starts_with(";q=0") || rest.starts_with(";q=0.");
}

}  // namespace

Assets::Assets(const std::filesystem::path& folder) {
    const auto manifest = folder / "manifest.json";
    try {
        const auto document = boost::json::parse(read_file(manifest));
        for (const auto& entry : document.at("assets").as_array()) {
            Asset asset{.type = std::string{view(entry.at("type"))},
                        .etag = std::string{view(entry.at("etag"))},
                        .cache = std::string{view(entry.at("cache"))},
                        .forms = {}};
            const auto& encodings = entry.at("encodings").as_object();
            for (const char* name : {"br", "gzip", "identity"}) {
                const auto* form = encodings.if_contains(name);
                if (form == nullptr) continue;
                asset.forms.push_back(
                    {.encoding = std::string_view{name} == "identity" ? "" : name,
                     .bytes = read_file(folder / std::string{view(form->at("file"))})});
            }
            assets_.emplace(view(entry.at("path")), std::move(asset));
        }
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error(fmt::format("{}: {}", manifest.string(), error.code().message()));
    } catch (const std::exception& error) {
        throw std::runtime_error(fmt::format("{}: {}", manifest.string(), error.what()));
    }
}

Response Assets::answer(const Request& request) const {
    const auto& asset = assets_.at(request.path());
    Response response;
    response.headers = {{"Content-Type", asset.type},
                        {"ETag", asset.etag},
                        {"Cache-Control", asset.cache},
                        {"Vary", "Accept-Encoding"}};
    if (request.header("If-None-Match") == asset.etag) {
        response.status = 304;
        return response;
    }
    const auto accepted = request.header("Accept-Encoding");
    for (const auto& form : asset.forms) {
        if (!accepts(accepted, form.encoding)) continue;
        if (!form.encoding.empty())
            response.headers.emplace_back("Content-Encoding", form.encoding);
        response.body = form.bytes;
        break;
    }
    return response;
}

}  // namespace stayd::http
