namespace Personalization.Abstractions.Recommendations;

/// <summary>Caches the rendering of a list for the lifetime of the list.</summary>
/// <remarks>Never leaves the process. Two concurrent readers render the same bytes.</remarks>
[Immutable]
public sealed class ListRendering
{
    private RenderedList? _rendered;

    /// <summary>The rendering; null until a reader has set it.</summary>
    public RenderedList? Rendered
    {
        get => Volatile.Read(ref _rendered);
        set => Volatile.Write(ref _rendered, value);
    }
}
