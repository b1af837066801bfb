#include "platform/systemd/handed_sockets.hpp"

#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <system_error>

namespace stayd::platform {

std::vector<std::pair<std::string, int>> take_handed_sockets() {
    char** names = nullptr;
    const int count = sd_listen_fds_with_names(1, &names);
    if (count < 0)
        throw std::system_error(-count, std::system_category(), "sockets handed over by systemd");
    std::vector<std::pair<std::string, int>> sockets;
    for (int index = 0; index < count; ++index) {
        sockets.emplace_back(names[index], SD_LISTEN_FDS_START + index);
        std::free(names[index]);
    }
    std::free(names);
    return sockets;
}

}  // namespace stayd::platform
