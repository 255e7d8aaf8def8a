#include "ui/camera_list_model.h"

#include "ui/theme.h"

#include <algorithm>

namespace oriel {

namespace {

using State = PlaybackSession::State;
using theme::Tone;

struct StateLook
{
    QString words;
    Tone tone = Tone::None;
};

StateLook lookOf(State state)
{
    switch (state) {
    case State::Idle:
        return {};
    case State::Connecting:
        return {CameraListModel::tr("Connecting…"), Tone::Waiting};
    case State::Playing:
        return {CameraListModel::tr("Live"), Tone::Live};
    case State::Stalled:
        return {CameraListModel::tr("No more pictures"), Tone::Waiting};
    case State::Retrying:
        return {CameraListModel::tr("Trying again"), Tone::Waiting};
    case State::Failed:
        return {CameraListModel::tr("Does not work"), Tone::Broken};
    }
    Q_UNREACHABLE();
}

} // namespace

CameraListModel::CameraListModel(CameraStore &store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    connect(&m_store, &CameraStore::changed, this, &CameraListModel::reload);
    reload();
}

void CameraListModel::setSearch(const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    reload();
}

void CameraListModel::setPlaying(const QUuid &camera, State state)
{
    if (camera == m_playing && state == m_state)
        return;
    const QUuid before = std::exchange(m_playing, camera);
    m_state = state;
    for (const QUuid &touched : {before, camera}) {
        if (const QModelIndex index = indexOf(touched); index.isValid())
            Q_EMIT dataChanged(index, index);
    }
}

QModelIndex CameraListModel::indexOf(const QUuid &camera) const
{
    const auto found = std::ranges::find(m_shown, camera, &Camera::id);
    if (camera.isNull() || found == m_shown.end())
        return {};
    return index(static_cast<int>(found - m_shown.begin()));
}

int CameraListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant CameraListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_shown.size())
        return {};
    const Camera &camera = m_shown[index.row()];
    const StateLook look = lookOf(camera.id == m_playing ? m_state : State::Idle);
    switch (role) {
    case Qt::DisplayRole:
        return camera.displayName();
    case Qt::ToolTipRole:
        return camera.url.display();
    case Qt::AccessibleTextRole:
        return look.words.isEmpty() ? camera.displayName()
                                    : camera.displayName() + QStringLiteral(", ") + look.words;
    case IdRole:
        return camera.id;
    case LineRole:
        return look.words.isEmpty() ? camera.url.hostAndPort() : look.words;
    case ToneRole:
        return QVariant::fromValue(look.tone);
    default:
        return {};
    }
}

Qt::ItemFlags CameraListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return isSearching() ? Qt::NoItemFlags : Qt::ItemIsDropEnabled;
    const Qt::ItemFlags plain = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return isSearching() ? plain : plain | Qt::ItemIsDragEnabled;
}

bool CameraListModel::moveRows(const QModelIndex &from, int row, int count, const QModelIndex &to,
                               int before)
{
    if (from.isValid() || to.isValid() || count != 1 || isSearching() || row < 0 ||
        row >= m_shown.size() || before == row || before == row + 1)
        return false;
    const auto moved = m_store.move(m_shown[row].id, before > row ? before - 1 : before);
    if (!moved)
        Q_EMIT failed(moved.error());
    return moved.has_value();
}

void CameraListModel::reload()
{
    beginResetModel();
    m_shown = m_store.cameras();
    if (isSearching())
        m_shown.removeIf([this](const Camera &camera) { return !matches(camera); });
    endResetModel();
}

bool CameraListModel::matches(const Camera &camera) const
{
    const QString text = camera.name + u' ' + camera.url.display();
    return std::ranges::all_of(
        m_words, [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace oriel
