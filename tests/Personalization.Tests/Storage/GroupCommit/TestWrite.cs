using Personalization.Storage.GroupCommit;

namespace Personalization.Tests.Storage.GroupCommit;

/// <summary>A write that stores nothing; its result is its number.</summary>
internal sealed class TestWrite(int number, string? key = null, int rows = 1, int size = 1) : PendingWrite<int>
{
    public int Number => number;

    public override string? Key => key;

    public override int Rows => rows;

    public override int Size => size;
}
