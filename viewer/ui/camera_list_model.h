#pragma once

#include "cameras/camera_store.h"
#include "playback/playback_session.h"

#include <QAbstractListModel>
#include <QList>

namespace oriel {

/// The saved cameras in the person's order, narrowed by a search, for a view that moves them by
/// drag and drop. Reset whenever the store changes. GUI thread.
class CameraListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole, ///< QUuid.
        LineRole,              ///< The second line: a state in words, else the address.
        ToneRole,              ///< theme::Tone of that line.
    };

    /// `store` outlives it.
    explicit CameraListModel(CameraStore &store, QObject *parent = nullptr);

    /// Shows those whose name or address holds all words of the text, in any case.
    void setSearch(const QString &text);
    [[nodiscard]] bool isSearching() const { return !m_words.isEmpty(); }
    /// What the camera that plays is doing; a null id where none plays.
    void setPlaying(const QUuid &camera, PlaybackSession::State state);
    [[nodiscard]] QModelIndex indexOf(const QUuid &camera) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    /// One row at a time, and only while nothing is searched: a gap in the list has no position.
    bool moveRows(const QModelIndex &from, int row, int count, const QModelIndex &to,
                  int before) override;

Q_SIGNALS:
    /// The order could not be written down.
    void failed(const oriel::Error &error);

private:
    void reload();
    [[nodiscard]] bool matches(const Camera &camera) const;

    CameraStore &m_store;
    QStringList m_words;
    QList<Camera> m_shown;
    QUuid m_playing;
    PlaybackSession::State m_state = PlaybackSession::State::Idle;
};

} // namespace oriel
