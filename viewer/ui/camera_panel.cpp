#include "ui/camera_panel.h"

#include "ui/camera_delegate.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>

namespace oriel {

namespace {

constexpr int kWidth = 260;

bool looksLikeAddress(const QString &text)
{
    return text.contains(QLatin1String("://"));
}

} // namespace

CameraPanel::CameraPanel(CameraStore &store, QWidget *parent)
    : QWidget(parent)
    , m_model(new CameraListModel(store, this))
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_placeholder(new QLabel(m_list))
    , m_notice(new QWidget(this))
    , m_noticeText(new QLabel(m_notice))
    , m_undo(new QPushButton(tr("Undo"), m_notice))
{
    setObjectName(QStringLiteral("cameraPanel"));
    setStyleSheet(theme::panelStyleSheet());
    setAttribute(Qt::WA_StyledBackground);
    m_search->setObjectName(QStringLiteral("cameraSearch"));
    m_search->setPlaceholderText(tr("Search or paste an address"));
    m_search->setAccessibleName(tr("Search cameras, or enter the address of a stream"));
    m_search->setClearButtonEnabled(true);
    buildList();
    buildNotice();
    auto *add = new QPushButton(tr("Add camera"), this);
    add->setObjectName(QStringLiteral("addCameraButton"));
    add->setCursor(Qt::PointingHandCursor);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(8);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addWidget(m_notice);
    column->addWidget(add);
    setFixedWidth(kWidth);
    setFocusProxy(m_list);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setSearch(looksLikeAddress(text) ? QString() : text);
    });
    connect(m_search, &QLineEdit::returnPressed, this, &CameraPanel::onSearchReturn);
    connect(add, &QPushButton::clicked, this, &CameraPanel::addRequested);
    connect(m_undo, &QPushButton::clicked, this, &CameraPanel::undoRequested);
    refreshPlaceholder();
}

void CameraPanel::buildList()
{
    m_list->setObjectName(QStringLiteral("cameraList"));
    m_list->setAccessibleName(tr("Saved cameras"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CameraDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDefaultDropAction(Qt::MoveAction);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_placeholder->setObjectName(QStringLiteral("cameraPlaceholder"));
    m_placeholder->setWordWrap(true);
    m_placeholder->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    auto *over = new QVBoxLayout(m_list);
    over->setContentsMargins(12, 28, 12, 12);
    over->addWidget(m_placeholder);
    over->addStretch();

    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        Q_EMIT playRequested(index.data(CameraListModel::IdRole).toUuid());
    });
    connect(m_list, &QListView::customContextMenuRequested, this, &CameraPanel::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    m_selection = current.data(CameraListModel::IdRole).toUuid();
                Q_EMIT selectionChanged();
            });
    connect(m_model, &CameraListModel::modelReset, this, [this] {
        select(m_selection);
        refreshPlaceholder();
    });
    connect(m_model, &CameraListModel::failed, this,
            [this](const Error &error) { say(sentence(error)); });
}

void CameraPanel::buildNotice()
{
    m_notice->setObjectName(QStringLiteral("cameraNotice"));
    m_notice->setAttribute(Qt::WA_StyledBackground);
    m_noticeText->setObjectName(QStringLiteral("cameraNoticeText"));
    m_noticeText->setWordWrap(true);
    m_noticeText->setTextFormat(Qt::PlainText);
    m_undo->setObjectName(QStringLiteral("undoButton"));
    m_undo->setCursor(Qt::PointingHandCursor);
    auto *row = new QHBoxLayout(m_notice);
    row->setContentsMargins(10, 6, 6, 6);
    row->addWidget(m_noticeText, 1);
    row->addWidget(m_undo);
    m_notice->hide();
}

QUuid CameraPanel::selected() const
{
    return m_list->currentIndex().data(CameraListModel::IdRole).toUuid();
}

void CameraPanel::select(const QUuid &camera)
{
    m_selection = camera;
    if (const QModelIndex index = m_model->indexOf(camera); index.isValid())
        m_list->setCurrentIndex(index);
    else
        m_list->setCurrentIndex({}); // clearSelection() would leave it the current one.
}

void CameraPanel::offerUndo(const QString &text)
{
    m_noticeText->setText(text);
    m_undo->show();
    m_notice->show();
}

void CameraPanel::withdrawUndo()
{
    if (!m_undo->isHidden())
        say({});
}

void CameraPanel::say(const QString &text)
{
    m_noticeText->setText(text);
    m_undo->hide();
    m_notice->setVisible(!text.isEmpty());
}

void CameraPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void CameraPanel::onSearchReturn()
{
    const QString text = m_search->text().trimmed();
    if (looksLikeAddress(text)) {
        const Expected<StreamUrl> url = StreamUrl::parse(text);
        if (!url)
            return say(sentence(url.error()));
        // An address may hold a password: it goes as soon as it was read.
        m_search->clear();
        say({});
        Q_EMIT addressEntered(*url);
    } else if (m_model->rowCount() > 0 && m_model->isSearching()) {
        Q_EMIT playRequested(m_model->index(0).data(CameraListModel::IdRole).toUuid());
    }
}

void CameraPanel::refreshPlaceholder()
{
    m_placeholder->setText(m_model->isSearching()
                               ? tr("No saved camera has these words.")
                               : tr("No camera is saved yet. Add one, or paste the address of a "
                                    "stream above."));
    m_placeholder->setVisible(m_model->rowCount() == 0);
}

void CameraPanel::showMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    if (!index.isValid())
        return;
    const QUuid id = index.data(CameraListModel::IdRole).toUuid();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Play"), this, [this, id] { Q_EMIT playRequested(id); });
    menu->addAction(tr("Edit…"), this, [this, id] { Q_EMIT editRequested(id); });
    if (!m_model->isSearching()) {
        menu->addAction(tr("Move up"), this, [this] { moveSelected(-1); });
        menu->addAction(tr("Move down"), this, [this] { moveSelected(1); });
    }
    menu->addSeparator();
    menu->addAction(tr("Remove"), this, [this, id] { Q_EMIT removeRequested(id); });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void CameraPanel::moveSelected(int by)
{
    const int row = m_list->currentIndex().row();
    const int before = by < 0 ? row - 1 : row + 2;
    if (row >= 0 && before >= 0 && before <= m_model->rowCount())
        m_model->moveRow({}, row, {}, before);
}

bool CameraPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (onListKey(key->key(), key->modifiers()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool CameraPanel::onListKey(int key, Qt::KeyboardModifiers modifiers)
{
    const QUuid id = selected();
    if (id.isNull())
        return false;
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT playRequested(id);
        return true;
    case Qt::Key_F2:
        Q_EMIT editRequested(id);
        return true;
    case Qt::Key_Delete:
        Q_EMIT removeRequested(id);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!(modifiers & Qt::AltModifier))
            return false;
        moveSelected(key == Qt::Key_Up ? -1 : 1);
        return true;
    default:
        return false;
    }
}

} // namespace oriel
