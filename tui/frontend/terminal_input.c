#include "tui/frontend/terminal_input.h"

#include <string.h>

#define PASTE_START "\033[200~"
#define PASTE_END "\033[201~"
#define PASTE_LIMIT (64u << 20)
#define ESCAPE_WAIT 30  /* ms: a lone Esc */
#define PASTE_WAIT 2000 /* ms: the end mark was lost */
#define BURST_WAIT 120  /* ms: a paste without marks is over */
#define BURST_BYTES 24  /* at once: with a line end among them it is a paste */
#define BURST_LONG 48   /* at once: it is one without */

typedef enum { MODE_KEYS, MODE_PASTE, MODE_BURST } Mode;

struct TerminalInput {
    GString *bytes; /* not yet understood */
    gsize at;       /* consumed so far */
    GString *paste;
    GString *last; /* lent to the caller */
    Mode mode;
};

TerminalInput *terminal_input_new(void)
{
    TerminalInput *input = g_new0(TerminalInput, 1);
    input->bytes = g_string_new(NULL);
    input->paste = g_string_new(NULL);
    input->last = g_string_new(NULL);
    return input;
}

void terminal_input_free(TerminalInput *input)
{
    if (input == NULL)
        return;
    g_string_free(input->bytes, TRUE);
    g_string_free(input->paste, TRUE);
    g_string_free(input->last, TRUE);
    g_free(input);
}

/* Text only: control characters are somebody's keys. */
static gboolean is_burst(const char *bytes, gsize length)
{
    gboolean lines = FALSE;
    for (gsize i = 0; i < length; i++) {
        gboolean line_end = bytes[i] == '\n' || bytes[i] == '\r';
        if ((guchar)bytes[i] < ' ' && bytes[i] != '\t' && !line_end)
            return FALSE;
        lines = lines || line_end;
    }
    return length >= BURST_LONG || (length >= BURST_BYTES && lines);
}

void terminal_input_feed(TerminalInput *input, const char *bytes, gsize length)
{
    g_string_erase(input->bytes, 0, (gssize)input->at);
    input->at = 0;
    if (input->mode == MODE_KEYS && input->bytes->len == 0 && is_burst(bytes, length))
        input->mode = MODE_BURST;
    g_string_append_len(input->bytes, bytes, (gssize)length);
}

/* Terminals send CR for a line end, some CR LF. */
static void add_paste(TerminalInput *input, gsize length)
{
    const char *bytes = input->bytes->str + input->at;
    GString *paste = input->paste;
    for (gsize i = 0; i < length && paste->len < PASTE_LIMIT; i++) {
        if (bytes[i] == '\n' && paste->len > 0 && i > 0 && bytes[i - 1] == '\r')
            continue;
        g_string_append_c(paste, bytes[i] == '\r' ? '\n' : bytes[i]);
    }
    input->at += length;
}

static gboolean give_paste(TerminalInput *input, InputEvent *event)
{
    input->mode = MODE_KEYS;
    g_string_truncate(input->last, 0);
    GString *given = input->paste;
    input->paste = input->last;
    input->last = given;
    *event = (InputEvent){TRUE, 0, given->str, given->len};
    return given->len > 0;
}

static gboolean next_paste(TerminalInput *input, gboolean idle, InputEvent *event)
{
    const char *bytes = input->bytes->str + input->at;
    gsize length = input->bytes->len - input->at, mark = strlen(PASTE_END);
    const char *end = memmem(bytes, length, PASTE_END, mark);
    if (end != NULL) {
        add_paste(input, (gsize)(end - bytes));
        input->at += mark;
        return give_paste(input, event);
    }
    /* The mark may be cut in two, and so may a CR LF. */
    gsize safe = length > mark ? length - mark : 0;
    while (safe > 0 && bytes[safe - 1] == '\r')
        safe--;
    add_paste(input, idle ? length : safe);
    return idle && give_paste(input, event);
}

static gboolean next_burst(TerminalInput *input, gboolean idle, InputEvent *event)
{
    gsize length = input->bytes->len - input->at;
    if (length > 0 && !idle && input->bytes->str[input->bytes->len - 1] == '\r')
        length--;
    add_paste(input, length);
    return idle && give_paste(input, event);
}

/* Final bytes of CSI and SS3 sequences (ECMA-48, xterm). */
static Key key_of_letter(char final)
{
    static const struct {
        char final;
        Key key;
    } letters[] = {{'A', PRESS_UP},   {'B', PRESS_DOWN}, {'C', PRESS_RIGHT},    {'D', PRESS_LEFT},
                   {'H', PRESS_HOME}, {'F', PRESS_END},  {'Z', PRESS_BACK_TAB}, {'P', PRESS_F1},
                   {'Q', PRESS_F2},   {'R', PRESS_F3},   {'S', PRESS_F4},       {'M', PRESS_ENTER}};
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
        if (letters[i].final == final)
            return letters[i].key;
    return PRESS_UNKNOWN;
}

/* "ESC [ number ~" (VT220, xterm, rxvt). */
static Key key_of_number(int number)
{
    static const Key keys[] = {
        [1] = PRESS_HOME,    [2] = PRESS_INSERT,    [3] = PRESS_DELETE, [4] = PRESS_END,
        [5] = PRESS_PAGE_UP, [6] = PRESS_PAGE_DOWN, [7] = PRESS_HOME,   [8] = PRESS_END,
        [11] = PRESS_F1,     [12] = PRESS_F2,       [13] = PRESS_F3,    [14] = PRESS_F4,
        [15] = PRESS_F5,     [17] = PRESS_F6,       [18] = PRESS_F7,    [19] = PRESS_F8,
        [20] = PRESS_F9,     [21] = PRESS_F10};
    if (number < 0 || number >= (int)G_N_ELEMENTS(keys) || keys[number] == 0)
        return PRESS_UNKNOWN;
    return keys[number];
}

/* Length of the sequence at `bytes`, which starts with ESC [; 0: it is not complete. */
static gsize csi_length(const char *bytes, gsize length)
{
    if (length > 2 && bytes[2] == '[') /* F1 to F5 of the Linux console */
        return length > 3 ? 4 : 0;
    for (gsize i = 2; i < length; i++)
        if (bytes[i] >= 0x40 && bytes[i] <= 0x7e)
            return i + 1;
    return length > 32 ? length : 0;
}

static gsize escape_key(const char *bytes, gsize length, gboolean idle, Key *key)
{
    gsize used = 0;
    if (length > 1 && bytes[1] == '[')
        used = csi_length(bytes, length);
    else if (length > 1 && bytes[1] == 'O')
        used = length > 2 ? 3 : 0;
    else if (length > 1)
        used = 1;
    if (used == 0 && !idle)
        return 0;
    if (used <= 1) {
        *key = PRESS_ESCAPE;
        return 1;
    }
    if (used == 4 && bytes[2] == '[')
        *key =
            bytes[3] >= 'A' && bytes[3] <= 'E' ? PRESS_F1 + (Key)(bytes[3] - 'A') : PRESS_UNKNOWN;
    else if (bytes[used - 1] == '~')
        *key = key_of_number(atoi(bytes + 2));
    else
        *key = key_of_letter(bytes[used - 1]);
    return used;
}

static gsize plain_key(const char *bytes, gsize length, gboolean idle, Key *key)
{
    if ((guchar)*bytes < 0x80) {
        *key = (guchar)*bytes;
        return 1;
    }
    gunichar character = g_utf8_get_char_validated(bytes, (gssize)length);
    if (character == (gunichar)-2 && !idle)
        return 0;
    *key = character < 0x110000 ? character : PRESS_UNKNOWN;
    return character < 0x110000 ? (gsize)(g_utf8_next_char(bytes) - bytes) : 1;
}

static gboolean next_key(TerminalInput *input, gboolean idle, InputEvent *event)
{
    const char *bytes = input->bytes->str + input->at;
    gsize length = input->bytes->len - input->at;
    if (length == 0)
        return FALSE;
    if (length >= strlen(PASTE_START) && memcmp(bytes, PASTE_START, strlen(PASTE_START)) == 0) {
        input->at += strlen(PASTE_START);
        input->mode = MODE_PASTE;
        return terminal_input_next(input, idle, event);
    }
    Key key = PRESS_UNKNOWN;
    gsize used = *bytes == '\033' ? escape_key(bytes, length, idle, &key)
                                  : plain_key(bytes, length, idle, &key);
    if (used == 0)
        return FALSE;
    g_string_truncate(input->last, 0);
    g_string_append_len(input->last, bytes, (gssize)used);
    input->at += used;
    *event = (InputEvent){FALSE, key, input->last->str, used};
    return TRUE;
}

gboolean terminal_input_next(TerminalInput *input, gboolean idle, InputEvent *event)
{
    if (input->mode == MODE_PASTE)
        return next_paste(input, idle, event);
    if (input->mode == MODE_BURST)
        return next_burst(input, idle, event);
    return next_key(input, idle, event);
}

int terminal_input_patience(const TerminalInput *input)
{
    if (input->mode == MODE_PASTE)
        return PASTE_WAIT;
    if (input->mode == MODE_BURST)
        return BURST_WAIT;
    return input->at < input->bytes->len ? ESCAPE_WAIT : -1;
}

const EditKey terminal_edit_keys[] = {
    {"\\e[3~", PRESS_DELETE}, {"\\e[H", PRESS_HOME},       {"\\eOH", PRESS_HOME},
    {"\\e[1~", PRESS_HOME},   {"\\e[F", PRESS_END},        {"\\eOF", PRESS_END},
    {"\\e[4~", PRESS_END},    {"\\e[200~", PRESS_UNKNOWN}, {NULL, 0}};
