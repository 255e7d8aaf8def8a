#pragma once

#include "base/clock.h"
#include "playback/statistics.h"
#include "rtsp/rtsp_message.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

namespace oriel {

/// What the chip says; kept apart from where it comes from.
struct ChipFigures
{
    AgeSource source = AgeSource::None;
    bool clocksAgree = true;
    std::optional<Micros> age;
    double fps = 0;
    double bitrateKbps = 0;
    double lossPercent = 0; ///< Of the last ten seconds.
    std::optional<RtspTransport::Protocol> transport;
};

/// The small line on top of the picture: age, frame rate, bit rate, recent loss, transport. Drawn
/// into a pixmap when its text changes; painting it with each picture is one blit. Never asks for a
/// repaint of its own: it rides on the picture's. GUI thread.
class OverlayChip : public QWidget
{
    Q_OBJECT
public:
    explicit OverlayChip(QWidget *parent);

    /// Whether it looks different now, so that its geometry has to be painted.
    bool setFigures(const ChipFigures &figures);

    /// "4.1 ms", "≈ 4 ms" by the server's clock, "≥ 1 ms" since arrival, "age unknown".
    [[nodiscard]] static QString ageText(const ChipFigures &figures);
    /// The rest: "30 fps · 2.0 Mbit/s · 0 % lost · UDP". Any loss at all is more than "0 %".
    [[nodiscard]] static QString detailText(const ChipFigures &figures);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void draw();

    QString m_age, m_detail;
    QPixmap m_pixmap;
};

} // namespace oriel
