#pragma once

#include "base/error.h"
#include "rtsp/rtsp_message.h"

namespace oriel {

enum class TransportChoice { Auto, Udp, Tcp };

/// Which way the packets of one URL come. Auto begins with UDP, turns to TCP at once where UDP is
/// refused or brings nothing, and stays there as long as that works.
class TransportPolicy
{
public:
    using Protocol = RtspTransport::Protocol;

    explicit TransportPolicy(TransportChoice choice = TransportChoice::Auto);

    [[nodiscard]] Protocol protocol() const { return m_protocol; }
    /// Whether the failure is answered by trying the other way at once, to which protocol() then
    /// points; at most once until a picture comes or a failure is not answered so.
    [[nodiscard]] bool switchAfter(ErrorCode code);
    void onPicture() { m_switched = false; }

private:
    TransportChoice m_choice;
    Protocol m_protocol;
    bool m_switched = false;
};

} // namespace oriel
