using System.Numerics.Tensors;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;

namespace Personalization.Engine.Filters;

/// <summary>
/// A filter over the columns of one epoch: one bit per item, and a delegate for tests without a column. Immutable.
/// </summary>
internal sealed class CompiledFilter
{
    private readonly ulong[]? _bits;
    private readonly Func<int, CatalogItem?, bool> _allows;

    /// <summary>Evaluates every test that has a column for all items.</summary>
    public CompiledFilter(FilterColumns columns, FilterExpression expression)
    {
        Count = columns.Count;
        Epoch = columns.Epoch;
        Part part = Compile(columns, expression);
        _bits = part.Bits;
        _allows = part.Allows;
    }

    /// <summary>The number of items.</summary>
    public int Count { get; }

    /// <summary>The epoch of the catalog. A later change of an item is not reflected.</summary>
    public long Epoch { get; }

    /// <summary>Gets whether an item passes.</summary>
    /// <param name="number">The number of the item, below <see cref="Count"/>.</param>
    /// <param name="item">The item; null when it is not in the catalog.</param>
    public bool Allows(int number, CatalogItem? item) =>
        _bits is not null ? IsSet(_bits, number) : _allows(number, item);

    private static bool IsSet(ulong[] bits, int number) => (bits[number >> 6] >> number & 1) != 0;

    private static Part Compile(FilterColumns columns, FilterExpression expression)
    {
        switch (expression)
        {
            case FilterAll all:
                return Combine([.. all.Parts.Select(part => Compile(columns, part))], all: true);
            case FilterAny any:
                return Combine([.. any.Parts.Select(part => Compile(columns, part))], all: false);
            case FilterNot not:
                return Negate(Compile(columns, not.Inner));
            case FilterTest test when columns.Select(test) is { } bits:
                return Part.Of(bits);
            case FilterConstant constant:
                ulong[] constants = new ulong[(columns.Count + 63) / 64];
                Array.Fill(constants, constant.Holds ? ulong.MaxValue : 0);
                return Part.Of(constants);
            default:
                Func<CatalogItem?, bool> slow = FilterPredicate.Compile(expression);
                return new Part(null, (_, item) => slow(item));
        }
    }

    /// <summary>Combines the bits of parts into one, before the delegates.</summary>
    private static Part Combine(Part[] parts, bool all)
    {
        ulong[]? bits = null;
        foreach (ulong[] own in parts.Select(part => part.Bits).OfType<ulong[]>())
        {
            if (bits is null)
            {
                bits = own;
            }
            else if (all)
            {
                TensorPrimitives.BitwiseAnd<ulong>(bits, own, bits);
            }
            else
            {
                TensorPrimitives.BitwiseOr<ulong>(bits, own, bits);
            }
        }

        Func<int, CatalogItem?, bool>[] slow =
            [.. parts.Where(part => part.Bits is null).Select(part => part.Allows)];
        if (slow.Length == 0)
        {
            return Part.Of(bits!);
        }

        return new Part(null, (number, item) =>
            (bits is null || IsSet(bits, number) == all)
                ? slow.Any(part => part(number, item) != all) != all
                : !all);
    }

    private static Part Negate(Part part)
    {
        if (part.Bits is not { } bits)
        {
            return new Part(null, (number, item) => !part.Allows(number, item));
        }

        TensorPrimitives.OnesComplement<ulong>(bits, bits);
        return part;
    }

    private sealed record Part(ulong[]? Bits, Func<int, CatalogItem?, bool> Allows)
    {
        public static Part Of(ulong[] bits) => new(bits, (number, _) => IsSet(bits, number));
    }
}
