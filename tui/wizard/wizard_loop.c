#include "tui/wizard/wizard_loop.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include "content/base/embedded.h"
#include "tui/base/clipboard.h"
#include "tui/base/journal.h"
#include "tui/base/recent_cases.h"
#include "tui/report/report.h"
#include "tui/base/i18n.h"

#define FILE_MAX (64u << 20)
#define RESTARTS_MAX 20 /* an engine that dies at once is not started for ever */

struct WizardLoop {
    const WizardOptions *options;
    Face face;
    gpointer data;
    Wizard *wizard;
    Engine *engine;
    guint restarts;
    gboolean quitting;
    RecentCases *recent;
    Journal *journal; /* NULL: nothing is kept */
    guint64 written;  /* wizard_changes() of what the journal holds */
};

/* The names of content/samples/ that are mails. */
static char **sample_names(void)
{
    g_auto(GStrv) files = embedded_folder("samples");
    GStrvBuilder *names = g_strv_builder_new();
    for (guint i = 0; files != NULL && files[i] != NULL; i++)
        if (g_str_has_suffix(files[i], ".eml")) {
            g_autofree char *name = g_strndup(files[i], strlen(files[i]) - strlen(".eml"));
            g_strv_builder_add(names, name);
        }
    char **list = g_strv_builder_end(names);
    g_strv_builder_unref(names);
    return list;
}

/* The first time, and where nothing else waits to be said. */
static void greet(WizardLoop *loop)
{
    if (loop->journal == NULL || !journal_first_time(loop->journal) ||
        wizard_notice(loop->wizard) != NULL)
        return;
    Event event = {.kind = EVENT_NOTICE,
                   .text = _("The first time? Just paste the bounce. ? explains every screen.")};
    g_ptr_array_unref(wizard_reduce(loop->wizard, &event));
}

/* On the command line: an input, or a domain to be watched. */
static void take_what_was_given(WizardLoop *loop)
{
    const WizardOptions *options = loop->options;
    if (options->input != NULL) {
        gsize length;
        const char *bytes = g_bytes_get_data(options->input, &length);
        Event event = {.kind = EVENT_INPUT,
                       .bytes = bytes != NULL ? bytes : "",
                       .length = length,
                       .text = options->input_name};
        wizard_loop_event(loop, &event);
    }
    if (options->watch && options->domain_check) {
        Event event = {.kind = EVENT_COMMAND, .command = COMMAND_CHECK_DOMAIN};
        wizard_loop_event(loop, &event);
    }
}

WizardLoop *wizard_loop_new(const WizardOptions *options, const Face *face, gpointer data)
{
    WizardLoop *loop = g_new0(WizardLoop, 1);
    loop->options = options;
    loop->face = *face;
    loop->data = data;
    loop->engine = options->engine;
    g_auto(GStrv) samples = sample_names();
    WizardSetup setup = {.language = options->language,
                         .remember = options->journal_days > 0,
                         .template = options->template,
                         .samples = samples,
                         .domain_check = options->domain_check,
                         .watch = options->watch,
                         .reply_language = options->reply_language,
                         .redact = options->redact,
                         .ascii = options->ascii};
    loop->wizard = wizard_new(&setup);
    loop->recent = recent_cases_open(options->journal_days);
    loop->journal = options->journal_days > 0 ? journal_open(options->journal_days) : NULL;
    json_t *left = loop->journal != NULL && options->input == NULL && !options->domain_check
                       ? journal_take(loop->journal)
                       : NULL;
    if (left != NULL)
        wizard_offer(loop->wizard, left);
    json_decref(left);
    greet(loop);
    loop->written = wizard_changes(loop->wizard);
    take_what_was_given(loop);
    return loop;
}

void wizard_loop_free(WizardLoop *loop)
{
    if (loop == NULL)
        return;
    if (loop->engine != NULL)
        engine_stop(loop->engine);
    if (loop->journal != NULL && loop->quitting && !wizard_offers(loop->wizard))
        journal_remove(loop->journal);
    journal_close(loop->journal);
    recent_cases_close(loop->recent);
    wizard_free(loop->wizard);
    g_free(loop);
}

Wizard *wizard_loop_wizard(const WizardLoop *loop)
{
    return loop->wizard;
}

gboolean wizard_loop_quitting(const WizardLoop *loop)
{
    return loop->quitting;
}

static void say(WizardLoop *loop, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void say(WizardLoop *loop, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    Event event = {.kind = EVENT_NOTICE, .text = text};
    wizard_loop_event(loop, &event);
}

static void restart(WizardLoop *loop)
{
    if (loop->engine != NULL)
        engine_stop(loop->engine);
    loop->engine = NULL;
    g_autoptr(GError) error = NULL;
    if (loop->options->restart == NULL || loop->restarts++ >= RESTARTS_MAX)
        return;
    loop->engine = loop->options->restart(loop->options->restart_data, &error);
    if (loop->engine == NULL)
        say(loop, _("The engine cannot be started: %s"), error != NULL ? error->message : "?");
}

static void engine_gone(WizardLoop *loop)
{
    Event event = {.kind = EVENT_ENGINE_GONE};
    wizard_loop_event(loop, &event);
}

static void send_request(WizardLoop *loop, json_t *request)
{
    if (loop->engine == NULL && loop->options->restart != NULL)
        restart(loop);
    if (loop->engine != NULL && !engine_send(loop->engine, request))
        engine_gone(loop);
}

/* "~/x" as a shell would have it. */
static char *expand_home(const char *path)
{
    if (path[0] != '~' || (path[1] != '/' && path[1] != '\0'))
        return g_strdup(path);
    return g_strconcat(g_get_home_dir(), path + 1, NULL);
}

static void read_file(WizardLoop *loop, const char *name)
{
    g_autofree char *path = expand_home(name);
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    gsize length;
    GStatBuf status;
    if (g_stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > FILE_MAX) {
        say(loop, _("%s is larger than %u MB."), name, FILE_MAX >> 20);
    } else if (g_stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        say(loop, _("%s is not a file."), name);
    } else if (!g_file_get_contents(path, &bytes, &length, &error)) {
        say(loop, "%s", error->message);
    } else {
        Event event = {.kind = EVENT_INPUT, .bytes = bytes, .length = length, .text = name};
        wizard_loop_event(loop, &event);
    }
}

static void load_sample(WizardLoop *loop, const char *name)
{
    g_autofree char *mail_path = g_strdup_printf("samples/%s.eml", name);
    g_autofree char *zone_path = g_strdup_printf("samples/%s.zone", name);
    g_autoptr(GBytes) mail = embedded_file(mail_path), zone = embedded_file(zone_path);
    if (mail == NULL)
        return;
    g_autofree char *zone_text =
        zone != NULL ? g_strndup(g_bytes_get_data(zone, NULL), g_bytes_get_size(zone)) : NULL;
    Event event = {.kind = EVENT_SAMPLE,
                   .bytes = g_bytes_get_data(mail, NULL),
                   .length = g_bytes_get_size(mail),
                   .text = name,
                   .zone = zone_text};
    wizard_loop_event(loop, &event);
}

static void edit_text(WizardLoop *loop, GBytes *text)
{
    g_autofree char *path = NULL, *bytes = NULL;
    g_autoptr(GError) error = NULL;
    gsize length;
    int descriptor = g_file_open_tmp("whybounce-XXXXXX.eml", &path, &error);
    if (descriptor < 0) {
        say(loop, "%s", error->message);
        return;
    }
    close(descriptor);
    const char *data = g_bytes_get_data(text, &length);
    if (!g_file_set_contents_full(path, data, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600,
                                  &error)) {
        say(loop, "%s", error->message);
    } else if (loop->face.edit == NULL || !loop->face.edit(loop->data, path)) {
        say(loop, _("The editor could not be run: set VISUAL or EDITOR."));
    } else if (g_file_get_contents(path, &bytes, &length, &error)) {
        Event event = {.kind = EVENT_EDITED, .bytes = bytes, .length = length};
        wizard_loop_event(loop, &event);
    } else {
        say(loop, "%s", error->message);
    }
    g_unlink(path);
}

static void copy(WizardLoop *loop, GBytes *bytes)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    if (loop->face.copy != NULL && loop->face.copy(loop->data, text, length))
        say(loop, _("Sent to your terminal's clipboard."));
    else if (clipboard_set(text, length))
        say(loop, _("Copied."));
    else
        say(loop, _("This terminal has no clipboard. Save it instead, or mark it with the mouse."));
}

/* The report's format by the file's ending; text for any other. */
static const char *format_of(const char *path)
{
    const char *const *formats = report_formats();
    for (; *formats != NULL; formats++) {
        g_autofree char *ending = g_strconcat(".", report_suffix(*formats), NULL);
        if (g_str_has_suffix(path, ending))
            return *formats;
    }
    return "text";
}

static void save(WizardLoop *loop, const char *name, json_t *document)
{
    g_autofree char *path = expand_home(name);
    if (document == NULL)
        return;
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        say(loop, _("%s is there already: choose another name."), name);
        return;
    }
    g_autoptr(GError) error = NULL;
    g_autofree char *text = report_render(format_of(path), document, loop->options->language);
    if (g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
        say(loop, _("Saved as %s."), name);
    else
        say(loop, "%s", error->message);
}

static void list_recent(WizardLoop *loop)
{
    json_auto_t *list = recent_cases_list(loop->recent);
    Event event = {.kind = EVENT_RECENT, .json = list};
    wizard_loop_event(loop, &event);
}

static void reopen(WizardLoop *loop, const char *id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = recent_cases_read(loop->recent, id, &error);
    if (bytes == NULL) {
        say(loop, "%s", error->message);
        return;
    }
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    Event event = {.kind = EVENT_INPUT, .bytes = text, .length = length, .text = id};
    wizard_loop_event(loop, &event);
}

static void delete_recent(WizardLoop *loop, const char *id)
{
    if (id == NULL)
        recent_cases_delete_all(loop->recent);
    else if (!recent_cases_delete(loop->recent, id))
        say(loop, _("The case could not be deleted."));
    list_recent(loop);
}

static void carry_out(WizardLoop *loop, const WizardEffect *effect)
{
    switch (effect->kind) {
    case WIZARD_SEND:
        send_request(loop, effect->json);
        break;
    case WIZARD_RESTART:
        restart(loop);
        break;
    case WIZARD_QUIT:
        loop->quitting = TRUE;
        break;
    case WIZARD_SUSPEND:
        if (loop->face.suspend != NULL)
            loop->face.suspend(loop->data);
        break;
    case WIZARD_REDRAW:
        if (loop->face.redraw != NULL)
            loop->face.redraw(loop->data);
        break;
    case WIZARD_READ:
        read_file(loop, effect->name);
        break;
    case WIZARD_SAMPLE:
        load_sample(loop, effect->name);
        break;
    case WIZARD_EDIT:
        edit_text(loop, effect->bytes);
        break;
    case WIZARD_COPY:
        copy(loop, effect->bytes);
        break;
    case WIZARD_SAVE:
        save(loop, effect->name, effect->json);
        break;
    case WIZARD_KEEP:
        recent_cases_keep(loop->recent, effect->name, effect->json);
        break;
    case WIZARD_LIST:
        list_recent(loop);
        break;
    case WIZARD_REOPEN:
        reopen(loop, effect->name);
        break;
    case WIZARD_DELETE:
        delete_recent(loop, effect->name);
        break;
    case WIZARD_RING:
        if (loop->face.ring != NULL)
            loop->face.ring(loop->data);
        break;
    }
}

static gint64 now(const WizardLoop *loop)
{
    return loop->options->clock != NULL ? loop->options->clock() : g_get_real_time();
}

/* Whatever changed is on disk before anything is done about it. */
static void keep_journal(WizardLoop *loop)
{
    if (loop->journal == NULL || loop->written == wizard_changes(loop->wizard))
        return;
    loop->written = wizard_changes(loop->wizard);
    json_t *state = wizard_journal(loop->wizard);
    if (state != NULL)
        journal_write(loop->journal, state);
    json_decref(state);
}

void wizard_loop_event(WizardLoop *loop, const Event *event)
{
    Event timed = *event;
    timed.now = now(loop);
    g_autoptr(GPtrArray) effects = wizard_reduce(loop->wizard, &timed);
    keep_journal(loop);
    for (guint i = 0; i < effects->len; i++)
        carry_out(loop, effects->pdata[i]);
}

int wizard_loop_timeout(const WizardLoop *loop)
{
    gint64 deadline = wizard_deadline(loop->wizard);
    if (deadline == 0)
        return -1;
    return (int)CLAMP((deadline - now(loop) + 999) / 1000, 0, G_MAXINT);
}

void wizard_loop_time(WizardLoop *loop)
{
    if (wizard_loop_timeout(loop) != 0)
        return;
    Event event = {.kind = EVENT_TIME};
    wizard_loop_event(loop, &event);
}

int wizard_loop_descriptor(const WizardLoop *loop)
{
    return loop->engine != NULL ? engine_descriptor(loop->engine) : -1;
}

static gboolean hear_one(WizardLoop *loop, int timeout)
{
    if (loop->engine == NULL)
        return FALSE;
    json_t *line = engine_receive(loop->engine, timeout);
    if (line != NULL) {
        Event event = {.kind = EVENT_ENGINE, .json = line};
        wizard_loop_event(loop, &event);
        json_decref(line);
        return TRUE;
    }
    if (!engine_alive(loop->engine))
        engine_gone(loop);
    return FALSE;
}

void wizard_loop_hear(WizardLoop *loop)
{
    while (hear_one(loop, 0))
        ;
}

void wizard_loop_settle(WizardLoop *loop, int timeout)
{
    gint64 end = g_get_monotonic_time() + (gint64)timeout * 1000;
    while (loop->engine != NULL && wizard_busy(loop->wizard)) {
        gint64 left = (end - g_get_monotonic_time()) / 1000;
        if (left <= 0)
            return;
        hear_one(loop, (int)left);
    }
}
