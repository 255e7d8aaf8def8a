#pragma once

#include "rtsp/rtsp_message.h"

#include <QString>

namespace oriel {

/// A message as one line for the log at debug level: its start line, CSeq and Transport, redacted
/// and of bounded length. No other header, so nothing of Authorization.
[[nodiscard]] QString logLine(const RtspRequest &request);
[[nodiscard]] QString logLine(const RtspResponse &response);

} // namespace oriel
