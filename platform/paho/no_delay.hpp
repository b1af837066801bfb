#pragma once

#include <cstdint>

namespace stayd::platform {

/// Sets TCP_NODELAY on every TCP socket of this process whose peer has that port. Paho neither does
/// it nor lets us at its socket, and without it a command answered on the same connection takes 44
/// ms: the second of two small writes waits for the peer's delayed acknowledgement of the first.
/// Returns how many sockets it found.
int set_no_delay_towards(std::uint16_t port);

}  // namespace stayd::platform
