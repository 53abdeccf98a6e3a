namespace Personalization.Storage.Postgres.Connections;

/// <summary>One caller's change, stored together with others in one statement.</summary>
/// <param name="key">What it changes: two writes of one key are never under way at once.</param>
/// <param name="rows">How many rows it writes.</param>
/// <param name="size">About how many bytes it holds.</param>
internal abstract class GroupedWrite(string key, int rows, int size)
{
    public string Key => key;

    public int Rows => rows;

    public int Size => size;

    /// <summary>Tells the caller what its commit decided.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that the commit failed.</summary>
    public abstract void Fail(Exception error);
}
