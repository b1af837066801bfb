#pragma once

#include "house/house.hpp"

// Whether a staff act can be taken, and what change it makes (sync.md R14, R16). Judged upon what
// staff see: the PMS's truth with the open changes laid over it.

namespace stayd::house {

/// A change to write down, or why the act cannot be taken.
struct Judgement {
    std::string refusal{};  ///< empty: accepted
    journal::Kind kind = journal::Kind::set_room_state;
    Uuid subject{};
    std::optional<Uuid> about{};
    std::optional<Uuid> depends_on{};
    journal::Fields value{};
    journal::Fields base{};
    std::vector<Action> then{};  ///< acts that are done with it, or nothing is
};

inline Judgement no(std::string refusal) {
    return {.refusal = std::move(refusal)};
}

class Judge {
  public:
    Judge(House& house, const Uuid& command, UtcTime now)
        : house_(house), command_(command), now_(now) {}

    // judge.cpp: rooms, tasks and the box's own
    Judgement operator()(const SetRoomState& action) const;
    Judgement operator()(const BlockRoom& action) const;
    Judgement operator()(const EndBlock& action) const;
    Judgement operator()(const CreateTask& action) const;
    Judgement operator()(const AcceptTask& action) const;
    Judgement operator()(const CompleteTask& action) const;
    Judgement operator()(const SetGuestWaiting& action) const;
    Judgement operator()(const Record& action) const;
    Judgement operator()(const DismissChange& action) const;
    Judgement operator()(const DecideFinding& action) const;
    Judgement operator()(const EditRule& action) const;
    Judgement operator()(const ReapplyChange& action) const;

    // judge_stays.cpp
    Judgement operator()(const CheckIn& action) const;
    Judgement operator()(const CheckOut& action) const;
    Judgement operator()(const MoveStay& action) const;
    Judgement operator()(const SetStayTimes& action) const;
    Judgement operator()(const AddCompanion& action) const;
    Judgement operator()(const RemoveCompanion& action) const;
    Judgement operator()(const AddStayNote& action) const;
    Judgement operator()(const SellProduct& action) const;
    Judgement operator()(const SendMessage& action) const;

    // judge_people.cpp
    Judgement operator()(const UpdateGuest& action) const;
    Judgement operator()(const UpdateCompany& action) const;
    Judgement operator()(const SetAddress& action) const;
    Judgement operator()(const AddDocument& action) const;
    Judgement operator()(const RemoveDocument& action) const;
    Judgement operator()(const AddGuestNote& action) const;

    // judge_opportunities.cpp
    Judgement operator()(const DecideOpportunity& action) const;

  private:
    /// A stay as staff see it.
    struct Stay {
        std::string number;
        model::ReservationState state;
        std::optional<Uuid> room;
        bool room_locked;
        UtcTime start;
        UtcTime end;
        int persons;
        Uuid account;

        /// Still to come or in the house.
        bool is_live() const;
    };
    std::optional<Stay> stay(const Uuid& id) const;
    /// Why a room cannot be slept in from `start` to `end`, apart from `but`; empty when it can.
    std::string taken(const Uuid& room, UtcTime start, UtcTime end, const Uuid& but) const;
    Judgement of_account(journal::Kind kind, const Uuid& subject, const journal::Fields& fields,
                         std::span<const std::string_view> known) const;
    bool is_known_up_to_now() const;
    /// What the guest was told of, or is now; `said`: the answer that stands.
    struct Deal {
        const operations::Opportunity& known;
        const insight::Opportunity& offer;
        const operations::OfferAnswer* said = nullptr;
    };
    journal::Fields value_of(const operations::Opportunity& known,
                             const operations::OfferAnswer* said,
                             const std::optional<insight::Opportunity>& offer,
                             insight::OfferDecision decision) const;
    std::optional<Uuid> room_of(const Deal& deal, const Stay& stay) const;
    std::string sell(const Deal& deal, const DecideOpportunity& action) const;
    std::string add_acts(const Deal& deal, Judgement& into) const;
    bool is_companion(const Uuid& reservation, const Uuid& guest) const;

    House& house_;
    Uuid command_;
    UtcTime now_;
};

/// Characters, not bytes.
std::size_t characters(std::string_view text);

}  // namespace stayd::house
