; What the setup says, in the languages that it speaks. UTF-8.
!macro SAYS NAME ENGLISH CZECH
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_CZECH} "${CZECH}"
!macroend
!insertmacro SAYS PANEL "Operator panel" "Panel operátora"
!insertmacro SAYS WALLBOARD "Wallboard" "Nástěnná tabule"
!insertmacro SAYS CONSOLE "Supervisor console" "Konzole supervizora"
!insertmacro SAYS COLLECTOR "Collector daemon" "Kolektor (serverová část)"
!insertmacro SAYS SERVICE "Collector as a service of Windows" "Kolektor jako služba Windows"
!insertmacro SAYS AUTOSTART "Operator panel begins with Windows" "Panel operátora se spustí s Windows"
!insertmacro SAYS TEL "Operator panel dials tel: links" "Panel operátora vytáčí odkazy tel:"
!insertmacro SAYS RUNNING "A program of the Call Centre Suite is running. Close it and try again." "Některý program sady Call Centre Suite běží. Zavřete ho a zkuste to znovu."
!insertmacro SAYS NOT_64 "The Call Centre Suite needs 64-bit Windows." "Call Centre Suite potřebuje 64bitové Windows."
!insertmacro SAYS BAD_SERVER "/SERVER=$Server is no address; HOST or HOST:PORT is meant." "/SERVER=$Server není adresa; má to být HOST nebo HOST:PORT."
!insertmacro SAYS SERVICE_FOR_ALL "/SERVICE needs /AllUsers." "/SERVICE potřebuje /AllUsers."
!insertmacro SAYS DELETE_SETTINGS "Delete the settings too?" "Smazat i nastavení?"
