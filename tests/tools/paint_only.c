/* A curses program that only paints: the floor that the wizard's first paint is measured against.
 */
#include <curses.h>
#include <locale.h>

int main(void)
{
    setlocale(LC_ALL, "");
    initscr();
    use_default_colors();
    for (int line = 0; line < LINES - 1; line++)
        mvprintw(line, 0, "line %d of a screen that is painted once and asks nothing", line);
    mvprintw(LINES - 1, 0, "painted");
    refresh();
    getch();
    endwin();
    return 0;
}
