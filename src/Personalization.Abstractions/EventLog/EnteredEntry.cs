using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Abstractions.EventLog;

/// <summary>The user entered arms of experiments: the exposure that counts, in the log before the first list shaped by it is answered.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.EnteredEntry")]
public sealed record EnteredEntry : LogEntry
{
    /// <summary>All arms the user is in from now on; those of experiments that are over are left out, so that they do not add up for ever.</summary>
    [Id(0)]
    public required ImmutableArray<EnteredArm> Arms { get; init; }
}
