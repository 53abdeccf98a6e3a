namespace Personalization.OperatorConsole.Imports;

/// <summary>A line that was not imported.</summary>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Reason">Every reason, as sentences.</param>
internal sealed record ImportReject(long Line, string Reason);
