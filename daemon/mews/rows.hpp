#pragma once

#include "mews/json_fields.hpp"

namespace stayd::mews {

/// The fields of each row as connector-api.md documents them: required are those that it calls
/// neither null nor optional, but localized texts, of which any language may be missing.
std::span<const json::Field<model::Enterprise>> fields_of(const model::Enterprise&);
std::span<const json::Field<model::Service>> fields_of(const model::Service&);
std::span<const json::Field<model::Resource>> fields_of(const model::Resource&);
std::span<const json::Field<model::ResourceCategory>> fields_of(const model::ResourceCategory&);
std::span<const json::Field<model::ResourceCategoryAssignment>> fields_of(
    const model::ResourceCategoryAssignment&);
std::span<const json::Field<model::AgeCategory>> fields_of(const model::AgeCategory&);
std::span<const json::Field<model::Department>> fields_of(const model::Department&);
std::span<const json::Field<model::Reservation>> fields_of(const model::Reservation&);
std::span<const json::Field<model::Companionship>> fields_of(const model::Companionship&);
std::span<const json::Field<model::Customer>> fields_of(const model::Customer&);
std::span<const json::Field<model::PmsTask>> fields_of(const model::PmsTask&);

}  // namespace stayd::mews
