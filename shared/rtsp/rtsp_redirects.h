#pragma once

#include "base/error.h"
#include "base/stream_url.h"
#include "rtsp/rtsp_message.h"

namespace oriel {

/// Follows 3xx answers (RFC 2326, 11.3) up to a limit. One an attempt.
class RtspRedirects
{
public:
    static constexpr int kMax = 5;

    [[nodiscard]] static bool isRedirect(const RtspResponse &response)
    {
        return response.status >= 300 && response.status < 400;
    }

    /// Where `response` to a request for `from` points. A password goes along to the same server
    /// and to no other. Fails with RedirectLoop, and with ServerRefused where no usable address is
    /// given.
    [[nodiscard]] Expected<StreamUrl> follow(const RtspResponse &response, const StreamUrl &from);

private:
    int m_followed = 0;
};

} // namespace oriel
