#pragma once

#include <QString>

extern "C" {
#include <libavutil/error.h>
}

#include <array>

namespace oriel {

/// The text of an AVERROR code, for Error::detail.
[[nodiscard]] inline QString avErrorText(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return QString::fromUtf8(text.data());
}

} // namespace oriel
