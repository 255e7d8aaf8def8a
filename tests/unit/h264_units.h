#pragma once

#include "depacketizer_collector.h"
#include "rtsp/h264_depacketizer.h"

namespace oriel::test {

inline QByteArray nal(char header, qsizetype size, char fill = '\x55')
{
    return QByteArray(1, header) + QByteArray(size - 1, fill);
}

inline constexpr char kSlice = '\x41';
inline constexpr char kIdr = '\x65';
inline const QByteArray kSps = QByteArray::fromHex("6742e01f8d680a03da");
inline const QByteArray kPps = QByteArray::fromHex("68ce3c80");

using Collector = DepacketizerCollector<H264Depacketizer>;

} // namespace oriel::test
