using System.Collections.Frozen;
using Orleans.Serialization;
using Personalization.Storage.Errors;

namespace Personalization.Hosting.Composition;

/// <summary>Refuses to create an error whose type a message names, unless the type is listed.</summary>
/// <remarks>Orleans' own filter allows every type whose name ends in "Exception", from any loaded assembly.</remarks>
internal sealed class WireErrorFilter : ITypeNameFilter
{
    private const string Ending = "Exception";

    private static readonly string[] Platforms =
    ["System.", "Microsoft.", "Azure.", "Orleans.", "Personalization.Abstractions.", "Personalization.Storage."];

    private static readonly FrozenSet<string> Listed = StoreErrors.Types.Select(type => type.FullName!)
        .Concat(["Personalization.MergeRefusedException", "Personalization.ActivationFencedException"])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool? IsTypeNameAllowed(string typeName, string assemblyName) =>
        typeName.EndsWith(Ending, StringComparison.Ordinal)
        && !Listed.Contains(typeName)
        && !Platforms.Any(prefix => typeName.StartsWith(prefix, StringComparison.Ordinal))
            ? false
            : null;
}
