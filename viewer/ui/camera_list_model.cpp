#include "ui/camera_list_model.h"

#include <algorithm>

namespace oriel {

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

void CameraListModel::setPlaying(const QUuid &camera, const QString &state, Tone tone)
{
    if (camera == m_playing && state == m_state && tone == m_tone)
        return;
    const QUuid before = std::exchange(m_playing, camera);
    m_state = state;
    m_tone = tone;
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
    const bool plays = camera.id == m_playing && !m_state.isEmpty();
    switch (role) {
    case Qt::DisplayRole:
        return camera.displayName();
    case Qt::ToolTipRole:
        return camera.url.display();
    case Qt::AccessibleTextRole:
        return plays ? camera.displayName() + QStringLiteral(", ") + m_state : camera.displayName();
    case IdRole:
        return camera.id;
    case LineRole:
        return plays ? m_state : camera.url.hostAndPort();
    case ToneRole:
        return QVariant::fromValue(plays ? m_tone : Tone::None);
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
