using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>The items that an endless scroll has shown, so that no page repeats an item. Immutable.</summary>
/// <remarks>
/// The cursor stores 24-bit fingerprints and travels with the client. The list may be ranked again between pages, and
/// the silo that served the last page may be gone. Two items can have the same fingerprint: with 1,000 shown items, one
/// item in 17,000 is skipped by mistake.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ScrollCursor")]
public sealed class ScrollCursor
{
    /// <summary>The maximum number of items in a scroll. The cursor must fit into a URL (4 KiB of base64url).</summary>
    public const int MaxItems = 1000;

    private const int FingerprintBytes = 3;
    private const byte FormatVersion = 1;

    [Id(0)]
    private readonly int[] _shown;

    [NonSerialized]
    private string? _text;

    private ScrollCursor(int[] shown) => _shown = shown;

    /// <summary>The number of items the scroll has shown.</summary>
    public int Count => _shown.Length;

    /// <summary>
    /// Gets whether the scroll has shown <paramref name="item"/> or, rarely, an item with the same fingerprint.
    /// </summary>
    public bool HasShown(ItemId item) => Array.BinarySearch(_shown, Fingerprint(item.Value)) >= 0;

    /// <summary>Gets the cursor after one more page; null when the scroll has reached <see cref="MaxItems"/>.</summary>
    /// <param name="before">The cursor from the previous page; null for the first page.</param>
    /// <param name="page">The items of this page.</param>
    public static ScrollCursor? After(ScrollCursor? before, IEnumerable<ItemId> page)
    {
        SortedSet<int> shown = new(before?._shown ?? []);
        foreach (ItemId item in page)
        {
            _ = shown.Add(Fingerprint(item.Value));
        }

        return shown.Count >= MaxItems ? null : new ScrollCursor([.. shown]);
    }

    /// <summary>Reads a cursor that a client sent.</summary>
    /// <returns>
    /// Whether <paramref name="text"/> is a cursor. A forged cursor can only hide items from its sender.
    /// </returns>
    public static bool TryParse(string? text, out ScrollCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text)
            || text.Length > 4 * ((MaxItems * FingerprintBytes / 3) + 2)
            || !Base64Url.IsValid(text))
        {
            return false;
        }

        byte[] bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length == 0 || bytes[0] != FormatVersion || (bytes.Length - 1) % FingerprintBytes != 0)
        {
            return false;
        }

        int[] shown = new int[(bytes.Length - 1) / FingerprintBytes];
        for (int i = 0; i < shown.Length; i++)
        {
            int at = 1 + (i * FingerprintBytes);
            shown[i] = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
        }

        Array.Sort(shown);
        cursor = new ScrollCursor(shown);
        return true;
    }

    /// <summary>Gets the cursor as text for a URL.</summary>
    public override string ToString() => _text ??= Encode();

    private string Encode()
    {
        byte[] bytes = new byte[1 + (_shown.Length * FingerprintBytes)];
        bytes[0] = FormatVersion;
        Span<byte> four = stackalloc byte[4];
        for (int i = 0; i < _shown.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(four, _shown[i]);
            four[..FingerprintBytes].CopyTo(bytes.AsSpan(1 + (i * FingerprintBytes)));
        }

        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>FNV-1a over the UTF-8 bytes, folded to 24 bits; stable across processes and versions.</summary>
    private static int Fingerprint(string id)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(id))
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)((hash >> 24) ^ (hash & 0xFFFFFF));
    }
}
