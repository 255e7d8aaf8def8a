#pragma once

#include "base/error.h"
#include "source/encoded_unit.h"
#include "source/raw_frame.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace oriel {

/// What a source fills: raw frames or pictures that come encoded, never both. May be used from any
/// thread.
struct SourceOutlet
{
    FrameMailbox frames = std::make_shared<Latest<RawFrame>>();
    std::shared_ptr<UnitQueue> units = std::make_shared<UnitQueue>();
    std::function<void()> wake; ///< Something came into an empty one of them.
    /// Final: nothing more will come, and only a person can mend it.
    std::function<void(const Error &)> fail;

    void put(RawFrame frame) const
    {
        if (frames->put(std::move(frame)))
            wake();
    }
    void put(EncodedUnit unit) const
    {
        if (units->put(std::move(unit)))
            wake();
    }
};

/// Where pictures come from. Owned by the main thread, which calls everything.
class FrameSource
{
public:
    FrameSource() = default;
    virtual ~FrameSource() = default;
    FrameSource(const FrameSource &) = delete;
    FrameSource &operator=(const FrameSource &) = delete;

    virtual void start() = 0; ///< Once.
    /// Nothing comes any more when it returns; the destructor stops too.
    virtual void stop() = 0;

    [[nodiscard]] virtual std::uint64_t captured() const = 0; ///< Pictures.
    /// Instants at which there was no picture because this machine was late.
    [[nodiscard]] virtual std::uint64_t missed() const { return 0; }
    /// Why nothing comes at present, where the source tries again by itself; None otherwise.
    [[nodiscard]] virtual Error trouble() const { return {}; }
};

} // namespace oriel
