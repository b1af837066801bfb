#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "house/house.hpp"

namespace stayd::publish {

/// Reads a Command. The error is a whole acknowledgement: what cannot be read is answered, not
/// dropped, so that a device need not send it again for ever; nil id when even that cannot be read.
std::expected<house::StaffCommand, house::Ack> read_command(std::string_view device,
                                                            std::string_view payload);

std::string write_ack(const house::Ack& ack, std::uint64_t epoch, std::uint64_t revision);

}  // namespace stayd::publish
