#pragma once

#include <QByteArrayView>
#include <QSize>
#include <QString>

#include <cstdint>
#include <optional>

namespace oriel::h264 {

/// What a sequence parameter set says (ITU-T H.264, 7.3.2.1.1 and E.1.1), as far as Oriel asks.
struct SequenceParameters
{
    std::uint32_t id = 0;
    int profile = 0; ///< profile_idc
    int level = 0;   ///< level_idc: 42 is level 4.2.
    QSize size;      ///< As it is shown, cropping applied.
    /// Nothing where the VUI has no timing, or one that makes no sense.
    std::optional<double> framesPerSecond;
    /// How many pictures a decoder may have to hold back for one that is shown before them; nothing
    /// where the VUI does not say.
    std::optional<std::uint32_t> reorderedFrames;

    // For slice headers.
    int frameNumberBits = 4;
    std::uint32_t orderType = 0; ///< pic_order_cnt_type
    int orderBits = 4;           ///< Of pic_order_cnt_lsb.
    bool orderDeltaIsZero = false;
    bool separatePlanes = false;
    bool framesOnly = true;

    /// A NAL unit without start code; any bytes. Nothing if it is none or makes no sense.
    [[nodiscard]] static std::optional<SequenceParameters> parse(QByteArrayView nal);

    /// For the log: "640x480, 30 frames/s, baseline 4.2".
    [[nodiscard]] QString describe() const;
};

/// The same of a picture parameter set (7.3.2.2).
struct PictureParameters
{
    std::uint32_t id = 0, sequenceId = 0;
    bool orderInFrame = false; ///< bottom_field_pic_order_in_frame_present_flag

    [[nodiscard]] static std::optional<PictureParameters> parse(QByteArrayView nal);
};

} // namespace oriel::h264
