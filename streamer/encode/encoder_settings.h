#pragma once

#include <QSize>
#include <QString>

namespace oriel {

/// What a stream is encoded as; the defaults are those of the packaged service.
struct EncoderSettings
{
    QSize size{640, 480}; ///< Even.
    double framesPerSecond = 30;
    int bitsPerSecond = 2'000'000;
    QString profile = QStringLiteral("baseline"); ///< "baseline", "main" or "high".
    QString level = QStringLiteral("4.2");        ///< As h264::levels() names them.
    int intra = 15;                               ///< Frames from one IDR picture to the next.
};

} // namespace oriel
