namespace Personalization.Abstractions.Lists;

/// <summary>
/// Where a reader keeps what it made of a list's items and cursor for as long as the list itself is kept. Never leaves the process;
/// two readers that race make the same bytes.
/// </summary>
[Immutable]
public sealed class ListRendering
{
    private byte[]? _utf8;

    /// <summary>The rendered bytes; null until the first reader has made them.</summary>
    public byte[]? Utf8
    {
        get => Volatile.Read(ref _utf8);
        set => Volatile.Write(ref _utf8, value);
    }
}
