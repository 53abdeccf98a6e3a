namespace Personalization.Storage.Sqlite.Index;

/// <summary>
/// For each position of the log, the position of the user's previous entry and the short hash of the event id: 8 bytes.
/// </summary>
/// <remarks>One thread writes. Readers need no lock for positions that they got under the index's lock.</remarks>
internal sealed class EntryLinks
{
    private const int ChunkBits = 16;
    private const int ChunkMask = (1 << ChunkBits) - 1;

    private Link[]?[] _chunks = new Link[]?[16];

    public int Previous(int position) => _chunks[position >> ChunkBits]![position & ChunkMask].Previous;

    public uint Hash(int position) => _chunks[position >> ChunkBits]![position & ChunkMask].Hash;

    public void Set(int position, int previous, uint hash)
    {
        int chunk = position >> ChunkBits;
        if (chunk >= _chunks.Length)
        {
            Link[]?[] grown = new Link[]?[Math.Max(chunk + 1, _chunks.Length * 2)];
            _chunks.CopyTo(grown, 0);
            Volatile.Write(ref _chunks, grown);
        }

        Link[] links = _chunks[chunk] ??= new Link[1 << ChunkBits];
        links[position & ChunkMask] = new Link(previous, hash);
    }

    public void SetPrevious(int position, int previous) => Set(position, previous, Hash(position));

    private readonly record struct Link(int Previous, uint Hash);
}
