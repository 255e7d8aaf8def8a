#include "playback/transport_policy.h"

namespace oriel {

TransportPolicy::TransportPolicy(TransportChoice choice)
    : m_choice(choice)
    , m_protocol(choice == TransportChoice::Tcp ? Protocol::Tcp : Protocol::Udp)
{
}

bool TransportPolicy::switchAfter(ErrorCode code)
{
    if (m_choice != TransportChoice::Auto ||
        (code != ErrorCode::NoPackets && code != ErrorCode::TransportRefused))
        return false;
    if (m_switched) {
        // Neither way works now: the next round begins as a new one does.
        m_switched = false;
        m_protocol = Protocol::Udp;
        return false;
    }
    m_switched = true;
    m_protocol = m_protocol == Protocol::Udp ? Protocol::Tcp : Protocol::Udp;
    return true;
}

} // namespace oriel
