#pragma once

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "platform/beast/tls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace stayd::platform {

/// A certificate authority made on the spot by the openssl command.
class CertificateAuthority {
  public:
    CertificateAuthority() {
        openssl(
            fmt::format("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
                        "-subj /CN=Test-CA "
                        "-keyout {0}/ca.key -out {0}/ca.pem",
                        folder()));
    }

    std::filesystem::path certificate() const { return folder_.path() / "ca.pem"; }

    /// A certificate for a name, such as "DNS:localhost" or "IP:127.0.0.1".
    TlsIdentity issue(const std::string& name) {
        const auto stem = fmt::format("{}/{}", folder(), ++issued_);
        openssl(fmt::format(
            "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server "
            "-addext subjectAltName={1} -keyout {0}.key -out {0}.csr",
            stem, name));
        openssl(fmt::format(
            "x509 -req -in {1}.csr -CA {0}/ca.pem -CAkey {0}/ca.key -CAcreateserial -days 2 "
            "-copy_extensions copy -out {1}.pem",
            folder(), stem));
        return {.certificate_chain = stem + ".pem", .private_key = stem + ".key"};
    }

  private:
    std::string folder() const { return folder_.path().string(); }
    static void openssl(const std::string& arguments) {
        if (std::system(("openssl " + arguments + " 2>/dev/null").c_str()) != 0) {
            throw std::runtime_error("openssl " + arguments);
        }
    }

    sim::TemporaryFolder folder_;
    int issued_ = 0;
};

}  // namespace stayd::platform
