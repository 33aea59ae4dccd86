import type { Answer } from "./grammar.js";
import { matching, type Place, plain, programNames, type Shell } from "./shell.js";
import { powershellQuoting } from "./typed-line.js";

/** Completion in PowerShell, on every system that it runs on. */
export const powershell: Shell = { quoting: powershellQuoting, script: script(), format };

/**
 * A line of JSON in ASCII, as a console may have any encoding. Words come quoted; PowerShell finds the files, whose names
 * begin with `part`, and shows those with one of the endings first.
 */
function format(answer: Answer, { part }: Place): string {
  const { lead, files } = answer;
  const words = matching(answer, part).map(({ value, description }) => ({
    text: quote(lead + value),
    shown: value,
    tip: plain(description) || value,
  }));
  const json = JSON.stringify({ lead, part, files: files?.is ?? "none", endings: files?.endings ?? [], words });
  return `${json.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** Between single quotes PowerShell takes every character as it is; it knows four more quotes like these. */
function quote(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

function script(): string {
  return `# Completion of ${programNames.join(", ")} in PowerShell.
#
# Add to your profile, the file that $PROFILE names:
#   cfssl completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName ${programNames.join(",\n  ")} -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $text = $commandAst.Extent.Text
    $at = $cursorPosition - $commandAst.Extent.StartOffset
    $program = $commandAst.GetCommandName()
    if (-not $program -or $at -lt 0) { return }
    $code = $global:LASTEXITCODE
    try {
        $env:CFSSL_COMPLETE = 'powershell'
        $env:CFSSL_COMPLETE_LINE = $text.PadRight($at).Substring(0, $at)
        $env:CFSSL_COMPLETE_REST = $text.PadRight($at).Substring($at)
        $answer = $null | & $program 2>$null | Out-String | ConvertFrom-Json
    } catch {
        return
    } finally {
        Remove-Item Env:CFSSL_COMPLETE, Env:CFSSL_COMPLETE_LINE, Env:CFSSL_COMPLETE_REST -ErrorAction SilentlyContinue
        $global:LASTEXITCODE = $code
    }
    if (-not $answer) { return }
    foreach ($word in $answer.words) {
        [System.Management.Automation.CompletionResult]::new($word.text, $word.shown, 'ParameterValue', $word.tip)
    }
    if ($answer.files -eq 'none') { return }
    $found = @([System.Management.Automation.CompletionCompleters]::CompleteFilename($answer.part))
    if ($answer.files -eq 'folder') { $found = @($found | Where-Object ResultType -eq 'ProviderContainer') }
    $fit = @($found | Where-Object { ($_.ListItemText -split '\\.')[-1] -in $answer.endings })
    foreach ($file in $fit + @($found | Where-Object { $_ -notin $fit })) {
        $name = $answer.lead + $file.CompletionText.Trim("'")
        if ($file.CompletionText.StartsWith("'")) { $name = "'" + $name + "'" }
        [System.Management.Automation.CompletionResult]::new($name, $file.ListItemText, $file.ResultType, $file.ToolTip)
    }
}
`;
}
