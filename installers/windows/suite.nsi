; The setup of the Call Centre Suite for Windows.
;   makensis -DVERSION=1.2.3 -DSOURCE=<frozen folder> -DOUTPUT=<setup.exe> -DICON=<ico> suite.nsi
;
; Switches, besides NSIS's own /S (silent) and /D=FOLDER (last), MultiUser's /AllUsers and /CurrentUser:
;   /PROGRAMS=panel,wallboard,console,collector   which programs (the first three if left out)
;   /SERVER=HOST[:PORT]  /PLAIN   where the daemon is; /PLAIN: without TLS. Else server.toml beside the setup is taken over
;   /AUTOSTART   the panel begins with Windows, in the tray     /TEL   the panel is offered for tel: links
;   /SERVICE     the daemon as a service (with /AllUsers only)
; uninstall.exe: /S keeps the settings, /S /SETTINGS deletes them.
; Exit codes: 0 done, 1 cancelled, 2 not possible here, 3 a switch is wrong, 5 a program is running.
Target amd64-unicode
Unicode true
!ifdef QUICK ; a setup for a trial
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64 ; MB: what both folders hold is found again
!endif
ManifestDPIAware true
!define APP "CallCentre"
!define NAME "Call Centre Suite"
!define UNKEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define LINKS "Software\${APP}\Capabilities"
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${APP}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNKEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "UninstallString"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNKEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_MUI
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include x64.nsh
!include LogicLib.nsh
!include Sections.nsh
!include StrFunc.nsh
${Using:StrFunc} StrStr
Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUTPUT}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "LegalCopyright" "${NAME}"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Czech"
!include languages.nsh

Var Server
Var Plain
Var Words

; --- a program that runs can't be replaced ---------------------------------------------------------------------------
!macro REFUSE_RUNNING PROGRAM
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend
!macro REFUSE_ANY_RUNNING
  ${If} ${FileExists} "$INSTDIR\collector\callcentre-service.exe"
    nsExec::Exec '"$INSTDIR\collector\callcentre-service.exe" --wait 60 stop'
    Pop $0
  ${EndIf}
  !insertmacro REFUSE_RUNNING "desktop\operator-panel"
  !insertmacro REFUSE_RUNNING "desktop\wallboard"
  !insertmacro REFUSE_RUNNING "desktop\supervisor-console"
  !insertmacro REFUSE_RUNNING "collector\collector-daemon"
!macroend

; --- what can be chosen ----------------------------------------------------------------------------------------------
!macro PROGRAM SECTION FILE TITLE
Section "$(${TITLE})" ${SECTION}
  SetOutPath "$INSTDIR\desktop"
  File "${SOURCE}/desktop/${FILE}.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}\$(${TITLE}).lnk" "$INSTDIR\desktop\${FILE}.exe"
SectionEnd
!macroend

Section "-common" SecCommon
  !insertmacro REFUSE_ANY_RUNNING
  ; an older version's programs go, also those that are not chosen any more; server.toml beside them stays
  Delete "$INSTDIR\desktop\*.exe"
  RMDir /r "$INSTDIR\desktop\_internal"
  RMDir /r "$SMPROGRAMS\${NAME}"
  CreateDirectory "$SMPROGRAMS\${NAME}"
  ${If} ${SectionIsSelected} 1
  ${OrIf} ${SectionIsSelected} 2
  ${OrIf} ${SectionIsSelected} 3
    SetOutPath "$INSTDIR\desktop"
    File /r "${SOURCE}/desktop/_internal"
  ${EndIf}
SectionEnd
!insertmacro PROGRAM SecPanel "operator-panel" PANEL
!insertmacro PROGRAM SecWallboard "wallboard" WALLBOARD
!insertmacro PROGRAM SecConsole "supervisor-console" CONSOLE
Section /o "$(COLLECTOR)" SecCollector
  RMDir /r "$INSTDIR\collector\_internal"
  SetOutPath "$INSTDIR\collector"
  File /r "${SOURCE}/collector/*"
SectionEnd
Section /o "$(SERVICE)" SecService
  ${If} $MultiUser.InstallMode == "AllUsers"
  ${AndIf} ${FileExists} "$INSTDIR\collector\callcentre-service.exe"
    nsExec::Exec '"$INSTDIR\collector\callcentre-service.exe" --startup auto install'
    Pop $0
    ${If} $0 != 0
      nsExec::Exec '"$INSTDIR\collector\callcentre-service.exe" --startup auto update'
      Pop $0
    ${EndIf}
    nsExec::Exec 'sc failure CallCentreCollector reset= 86400 actions= restart/5000/restart/30000/restart/60000'
    Pop $0
    ; without settings there is no PBX to connect to, and starting would only fail
    SetShellVarContext all
    ${If} ${FileExists} "$APPDATA\callcentre\callcentre\collector.toml"
      nsExec::Exec '"$INSTDIR\collector\callcentre-service.exe" start'
      Pop $0
    ${EndIf}
  ${EndIf}
SectionEnd
Section /o "$(AUTOSTART)" SecAutostart
  WriteRegStr SHCTX "${RUN}" "${APP} Operator Panel" '"$INSTDIR\desktop\operator-panel.exe" --minimized'
SectionEnd
Section /o "$(TEL)" SecTel
  WriteRegStr SHCTX "Software\Classes\${APP}.tel" "" "URL:tel"
  WriteRegStr SHCTX "Software\Classes\${APP}.tel" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\${APP}.tel\DefaultIcon" "" "$INSTDIR\desktop\operator-panel.exe,0"
  WriteRegStr SHCTX "Software\Classes\${APP}.tel\shell\open\command" "" '"$INSTDIR\desktop\operator-panel.exe" "%1"'
  ; Windows lets its user choose among those that are registered
  WriteRegStr SHCTX "${LINKS}" "ApplicationName" "${NAME}"
  WriteRegStr SHCTX "${LINKS}" "ApplicationDescription" "$(PANEL)"
  WriteRegStr SHCTX "${LINKS}\URLAssociations" "tel" "${APP}.tel"
  WriteRegStr SHCTX "${LINKS}\URLAssociations" "callto" "${APP}.tel"
  WriteRegStr SHCTX "Software\RegisteredApplications" "${APP}" "${LINKS}"
SectionEnd
Section "-end" SecEnd
  Call WriteServer
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "${UNKEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNKEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNKEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNKEY}" "DisplayIcon" "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "${UNKEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNKEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNKEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNKEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNKEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNKEY}" "EstimatedSize" "$0"
SectionEnd

; --- where the daemon is: the registry as the programs read it, or the file that lies beside the setup -----------------
Function WriteServer
  ${If} $Server != ""
    WriteRegStr SHCTX "Software\${APP}" "Server" "$Server"
    DeleteRegValue SHCTX "Software\${APP}" "Tls"
    ${If} $Plain != ""
      WriteRegDWORD SHCTX "Software\${APP}" "Tls" 0
    ${EndIf}
  ${ElseIf} ${FileExists} "$EXEDIR\server.toml"
    ${If} $MultiUser.InstallMode == "AllUsers"
      SetShellVarContext all
      StrCpy $1 "$APPDATA\callcentre\callcentre"
    ${Else}
      StrCpy $1 "$INSTDIR\desktop"
    ${EndIf}
    CreateDirectory "$1"
    CopyFiles /SILENT "$EXEDIR\server.toml" "$1\server.toml"
    ; the registry is believed before the file: an older address there would win
    DeleteRegValue SHCTX "Software\${APP}" "Server"
    DeleteRegValue SHCTX "Software\${APP}" "Tls"
  ${EndIf}
FunctionEnd

!macro CHOOSE WORD SECTION
  ${StrStr} $R2 ",$R1," ",${WORD},"
  ${If} $R2 != ""
    !insertmacro SelectSection ${SECTION}
  ${Else}
    !insertmacro UnselectSection ${SECTION}
  ${EndIf}
!macroend
!macro SWITCH WORD SECTION
  ClearErrors
  ${GetOptions} $Words "/${WORD}" $R1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${SECTION}
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_64)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  !insertmacro MULTIUSER_INIT
  ${GetParameters} $Words
  ClearErrors
  ${GetOptions} $Words "/PROGRAMS=" $R1
  ${IfNot} ${Errors}
    !insertmacro CHOOSE "panel" ${SecPanel}
    !insertmacro CHOOSE "wallboard" ${SecWallboard}
    !insertmacro CHOOSE "console" ${SecConsole}
    !insertmacro CHOOSE "collector" ${SecCollector}
  ${EndIf}
  !insertmacro SWITCH "AUTOSTART" ${SecAutostart}
  !insertmacro SWITCH "TEL" ${SecTel}
  ClearErrors
  ${GetOptions} $Words "/SERVICE" $R1
  ${IfNot} ${Errors}
    ${If} $MultiUser.InstallMode != "AllUsers"
      MessageBox MB_OK|MB_ICONSTOP "$(SERVICE_FOR_ALL)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    !insertmacro SelectSection ${SecCollector}
    !insertmacro SelectSection ${SecService}
  ${EndIf}
  ClearErrors
  ${GetOptions} $Words "/PLAIN" $R1
  ${IfNot} ${Errors}
    StrCpy $Plain "1"
  ${EndIf}
  ClearErrors
  ${GetOptions} $Words "/SERVER=" $Server
  ${IfNot} ${Errors}
    ; GetOptions ends a value at a slash: what was cut off must not be lost in silence
    ${StrStr} $R2 "$Words" "/SERVER=$Server"
    StrLen $R3 "/SERVER=$Server"
    StrCpy $R4 $R2 1 $R3
    ${If} $R4 != ""
    ${AndIf} $R4 != " "
    ${AndIf} $R4 != '"'
      StrCpy $Server ""
    ${EndIf}
    ${If} $Server == ""
      MessageBox MB_OK|MB_ICONSTOP "$(BAD_SERVER)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

; --- and away again --------------------------------------------------------------------------------------------------
Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd
Section "Uninstall"
  !insertmacro REFUSE_ANY_RUNNING
  ${If} ${FileExists} "$INSTDIR\collector\callcentre-service.exe"
    nsExec::Exec '"$INSTDIR\collector\callcentre-service.exe" remove'
    Pop $0
  ${EndIf}
  StrCpy $R9 ""
  ${GetParameters} $Words
  ClearErrors
  ${GetOptions} $Words "/SETTINGS" $R1
  ${IfNot} ${Errors}
    StrCpy $R9 "1"
  ${EndIf}
  ${If} $R9 == ""
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(DELETE_SETTINGS)" /SD IDNO IDNO +2
    StrCpy $R9 "1"
  ${EndIf}
  RMDir /r "$SMPROGRAMS\${NAME}"
  Delete "$INSTDIR\desktop\*.exe"
  RMDir /r "$INSTDIR\desktop\_internal"
  RMDir /r "$INSTDIR\collector\_internal"
  Delete "$INSTDIR\collector\collector-daemon.exe"
  Delete "$INSTDIR\collector\callcentre-service.exe"
  ${If} $R9 != ""
    Delete "$INSTDIR\desktop\server.toml"
    DeleteRegValue SHCTX "Software\${APP}" "Server"
    DeleteRegValue SHCTX "Software\${APP}" "Tls"
    ; what the daemon keeps (its data folder) is never deleted here
    ${If} $MultiUser.InstallMode == "AllUsers"
      SetShellVarContext all
      Delete "$APPDATA\callcentre\callcentre\server.toml"
      Delete "$APPDATA\callcentre\callcentre\collector.toml"
      Delete "$APPDATA\callcentre\callcentre\service.log"
      RMDir "$APPDATA\callcentre\callcentre"
      RMDir "$APPDATA\callcentre"
    ${EndIf}
    SetShellVarContext current
    Delete "$LOCALAPPDATA\callcentre\*.json"
    Delete "$LOCALAPPDATA\callcentre\*.toml"
    RMDir "$LOCALAPPDATA\callcentre"
    ${If} $MultiUser.InstallMode == "AllUsers"
      SetShellVarContext all
    ${EndIf}
  ${EndIf}
  RMDir "$INSTDIR\desktop"
  RMDir "$INSTDIR\collector"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegValue SHCTX "${RUN}" "${APP} Operator Panel"
  DeleteRegValue SHCTX "Software\RegisteredApplications" "${APP}"
  DeleteRegKey SHCTX "Software\Classes\${APP}.tel"
  DeleteRegKey SHCTX "${LINKS}"
  DeleteRegKey /ifempty SHCTX "Software\${APP}"
  DeleteRegKey SHCTX "${UNKEY}"
SectionEnd
