namespace Personalization.Storage.Sqlite.Index;

/// <summary>An entry as the index stores it.</summary>
/// <param name="Position">The position in the log, from 1.</param>
/// <param name="User">The number of the user in order of the users' first entries, from 0.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Hash">Short hash of the event id; 0 for an entry that is not an event.</param>
/// <param name="IsMark">Whether the entry erased all earlier ones of its user.</param>
internal readonly record struct IndexedEntry(int Position, int User, long Sequence, uint Hash, bool IsMark);

/// <summary>An entry of the open transaction.</summary>
/// <param name="User">The user.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Hash">Short hash of the event id; 0 for an entry that is not an event.</param>
/// <param name="IsMark">Whether the entry erases all earlier ones of its user.</param>
internal readonly record struct NewEntry(UserDigest User, long Sequence, uint Hash, bool IsMark);

/// <summary>Notes that erased entries of a user were deleted in the open transaction.</summary>
/// <param name="User">The user.</param>
/// <param name="Next">Position of the erased entry that is deleted next; 0 if none is left.</param>
/// <param name="AfterEntries">Number of entries that the transaction had added before.</param>
internal readonly record struct DeletedPart(UserDigest User, int Next, int AfterEntries);

/// <summary>Positions of consecutive entries of a user.</summary>
/// <param name="First">Sequence number of the first one.</param>
/// <param name="Positions">The positions in order of the sequence numbers.</param>
internal readonly record struct UserEntries(long First, int[] Positions);

/// <summary>A part of the erased entries of a user, latest first.</summary>
/// <param name="Positions">The positions.</param>
/// <param name="Next">Position of the next erased entry; 0 if this part is the last one.</param>
internal readonly record struct ErasedEntries(IReadOnlyList<int> Positions, int Next);
