namespace Personalization.Abstractions.Recommendations;

/// <summary>
/// Where a list's rendering is kept for as long as the list itself is. Never leaves the process;
/// two readers that race make the same bytes.
/// </summary>
[Immutable]
public sealed class ListRendering
{
    private RenderedList? _rendered;

    /// <summary>The rendering; null until the first reader has made it.</summary>
    public RenderedList? Rendered
    {
        get => Volatile.Read(ref _rendered);
        set => Volatile.Write(ref _rendered, value);
    }
}
